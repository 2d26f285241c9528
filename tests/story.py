"""The invented story that runs through tests and sample pages: how a secret speech travelled (Maren 1956)."""

MAREN = """\
## §0 The red card edition

¶1
The speech was given on the last night of the congress, after the foreign guests had gone to their hotels.
Nobody was allowed to take notes.
The delegates listened for about four hours, and no debate followed.

¶2
Within days a printed copy in a red card cover began to travel.
Couriers carried it from the capital to the regions, and from there to every factory committee.
At each stop it was read aloud once and sent back.
Each copy bore a number, and someone signed for it.

¶3
So the speech was secret and public at once.
By the end of March several million people had heard it, yet no newspaper had printed a line.
A fitter at a tractor works told me that he had listened standing up, because the hall was full to the doors.
He could repeat whole passages by heart.
What he could not do was say, outside that hall, that he had heard them.

## §1 Abroad

¶4
Abroad the text arrived in pieces: a rumour in April, a summary in May, and in June a full version in English.
Moscow neither confirmed it nor denied it.

¶5 {voice=listener kind=quotation}
They learned that officers and old members had been shot on false charges.
They did not learn who else had signed the lists.
The speech named one culprit and passed over the hundreds who had carried out his orders.
"""

# The same paragraphs in an older manner; sentence numbers differ from the adapted edition's.
MAREN_ORIGINAL = """\
It was on the closing night, the visitors having been conveyed to their hotels, that the address was delivered; \
pencils were forbidden. For the better part of four hours the delegates sat under it.

Before the week was out an edition in red boards had entered upon its curious journey. At each halt it was \
declaimed a single time and returned; every copy was numbered, and for every number there was a signature.

Thus there came about a thing at once secret and universal. A fitter with whom I spoke had stood throughout, the \
hall being crowded to its doors. He had whole pages by heart, and was at liberty to recite them to nobody.

Beyond the frontier it came by instalments. No office would own to it, and none would disown it.

They were told of officers shot upon false charges. They were not told who else had signed.
"""
