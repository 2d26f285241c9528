"""Which words do the rules know by heart? Lists, in one place because they belong to the numbered rules."""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that open sentences and that no name begins with.
SENTENCE_OPENERS = _listed("""
    A After All Although An And Another Any As At Because Before Both But By Did Do Does During Each
    Either Even Every For From Had Has Have He Hence Her Here His How However I If In Indeed Is It
    Its Many Meanwhile Moreover Most My Neither Never Nevertheless No Nobody Nor Not Nothing Now Of
    On Once Only Our Perhaps Several She Since So Some Still Such That The Their Then There
    Therefore These They This Those Though Thus To Today Under Until Was We Were What When Where
    Whether Which While Who Whoever Whom Whose Why With Without Yet You Your
""")

# What follows these belongs to them: a name, a number, a title.
LEADING_SHORT_FORMS = _listed("""
    Abp Adm approx Bp Br Brig c ca Capt Cdr Cf cf Col Comdr Cpl Dr e.g eg esp est fl Gen Gov Hon i.e
    ie incl loc Lt Maj Messrs Mgr Mlle Mme Mr Mrs Ms op p pp Pres Prof Rbs Rep Rev Rs Sec Sen Sgt v
    viz Vol vol Vols vols vs
""")

# These end a sentence unless a number follows.
NUMBERED_SHORT_FORMS = _listed("""
    App app Apr Art art Arts arts Aug Bk bk Ch ch Chs chs col cols Dec Feb Fig fig Figs figs fol
    fols Jan Jul Jun Mar No no Nos nos Nov Oct Par par para paras Pt pt sec Secs secs Sep Sept
""")

# After a number, where another follows: 5s. 6d.
OLD_MONEY = _listed("""
    0l 0s 0d
""")

# These close a name or a reference; they end a sentence only where the next word can be no more of it.
TRAILING_SHORT_FORMS = _listed("""
    a.m al Alex Bros Ch Chas cit Co co Corp Cos Ed ed Eds eds Esq Fr Ft Geo Ibid ibid Inc Jas Jos Jr
    Kh Ltd Mt p.m Sh Sr St Th Trans trans Ts Wm Ya Ye Yu Zh
""")

# What a speaker does right after the words.
VERBS_OF_SAYING = _listed("""
    added admitted announced answered argued asked began begged boasted called commented complained
    concluded continued cried declared demanded exclaimed explained insisted interjected interrupted
    joked mocked murmured muttered objected observed pleaded protested recalled remarked repeated
    replied reported responded retorted roared said says screamed shouted sneered stated thundered
    told urged wailed warned whispered wondered writes wrote yelled
""")

# A verb of saying after one of these reports what happened to somebody, not what somebody said.
AUXILIARIES = _listed("""
    are be been being had has have is may must never not was were will would
""")

# Small words inside a name or between two.
NAME_LINKS = _listed("""
    and bin da de der la le of van von
""")

# Lower-case words that stand in titles and between the parts of a source.
TITLE_LINKS = _listed("""
    a an and at by cited de der des die du edited editor editors et for from in into la le no note
    of on or part quoted the to trans translated und van vol von with y
""")

# A source in parentheses may begin with one of these.
SOURCE_OPENERS = _listed("""
    cited ibid ibidem idem quoted source sources
""")

# Notes on a quotation name one of these (“my emphasis”).
QUOTATION_NOTES = _listed("""
    emphases emphasis italicised italics stress translation
""")

# What happens in a hall while somebody speaks.
STAGE_DIRECTIONS = _listed("""
    animation applause assent audience cheering cheers commotion disturbance excitement hall hear
    hisses indignation interruption interruptions jeers laughter movement noise ovation pause rise
    rises sensation shouts silence stir tumult uproar voice voices
""")

# A quotation that loses or gains one of these says something else (SCORING.md §3). English only so far.
MEANING_WORDS = _listed("""
    all april august cannot december every february january july june march may must neither never no
    nobody none nor not nothing november october only september some without
""")
