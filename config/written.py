"""What have the demo's students written? Their own words, good and less good, with true and with wrong quotations."""

from collections.abc import Mapping

from courses.models import Step

_INES = """\
Cliff says that every resolution of the Congress was carried (¶13.2) and that of more than 1,300 people in the hall \
nobody found the courage even to abstain (¶13.3).

Deutscher looks behind this: “Unity at the Twentieth Congress, it is now officially admitted, hid the leaders’ deep \
splits on all major issues.” The speech about Stalin was allowed “by a small majority”, he says in ¶2.3.

They do not shut each other out. Cliff counts hands of delegates, Deutscher tells of the Central Committee. And \
Deutscher comes later: the word *now* in ¶2.1 shows that the splits were admitted afterwards."""

_TOMAS = """\
In Cliff there is unity and in Deutscher there is none. Cliff writes that all resolutions went through (¶13.2). \
Deutscher says that “Nearly all the members, led by Molotov and Kaganovich, fought desperately” to keep Stalin as he \
was.

So I think that Cliff believed what he saw from outside, a party of one mind, while Deutscher looked at what went on \
in the committee, where the party was torn. He must have read the minutes."""

_MEI_LING = """\
Both authors find the unity suspicious, and that is what they have in common. For Cliff it is fear: no delegate dared \
(¶13.3). For Deutscher it is a curtain: “Unity at the Twentieth Congress … hid the leaders’ deep splits on all major \
issues.”

He even says that “the delegates knew nothing of the quarrel” until years later. So the difference is about who is \
meant. In Cliff it is the 1,300 in the hall and in Deutscher it is the Central Committee. “Nearly half the members” of \
it were on the other side, ¶2.4."""

_NOOR = """\
Cliff, ¶13.2 and ¶13.3, gives the picture from the hall: all in favour, since none “dared oppose or abstain” \
(cliff-1956 ¶13.3). Deutscher gives the picture from the room next door. There the speech was allowed “only during the \
Twentieth Congress, by a small majority”.

The reason for the difference is the date. Deutscher’s Congress lies “almost three years after Khrushchev’s secret \
speech”, and by then the splits are admitted (¶2.1). When Cliff wrote, nobody had admitted anything yet, so he could \
only tell what was to be seen."""

_BRAM = """\
Deutscher says that the leaders were divided and that Molotov and Kaganovich were the heads of those who wanted to \
save Stalin. It was close. I find that more believable than a Congress where everybody agrees all the time."""

_CLARA = """\
On the surface they say the opposite. Cliff: all resolutions unanimous (¶13.2). Deutscher:

> The leaders had been divided even earlier, says Deutscher.

and in the sentence before it “deep splits on all major issues”.

What Cliff has are the votes, what Deutscher has is what was “officially admitted in 1959”. I would say that Cliff \
describes how the Congress voted and Deutscher why this vote should not be taken for what the leaders thought. One can \
believe both, because the one is about what people did in public and the other about a committee that met without the \
public."""

_YUSUF = "Cliff says all were for it, ¶13.2. Deutscher says they were split and"

# By the quiz, then by the student. An empty answer is handed in blank; who is not named does not take the quiz.
_ANSWERS: Mapping[str, Mapping[str, str]] = {
    "congress-02-written": {
        "Ines Bakker": _INES,
        "Tomás Achterberg": _TOMAS,
        "Mei-Ling Oduya-Vandenbroucke": _MEI_LING,
        "J. Falk": "",
        "Noor el Hassan": _NOOR,
        "Bram de Wit": _BRAM,
        "Yusuf Demir": _YUSUF,
        "Clara Roux": _CLARA,
    }
}


def answers_for(step: Step) -> Mapping[str, str] | None:
    """What each student writes in this quiz; None where nobody has to write."""
    return _ANSWERS.get(step.quiz.slug) if step.quiz else None
