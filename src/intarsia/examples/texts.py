"""The words that stand beside the example's files: three read-me files."""

from intarsia.examples.notice import AS_OF, NOTICE, NOTICE_FR, NOTICE_RU

FOLDER = f"""{NOTICE}
{NOTICE_FR}
{NOTICE_RU}

The organizations named here exist, or are invented where the country is concerned; what they do
in these files is invented, and so are all persons, places, figures, mandates and instruments.

reports/           what the organizations handed in, state of {AS_OF:%d %B %Y}
places.geojson     eight regions and 46 districts with names, people and boundaries
organizations.csv  44 organizations; type is IATI's OrganisationType
mandates.csv       what they are charged to do; several sectors or places are parted by |
needs.csv          people in need by district and sector; severity 1 to 5, 5 the worst
truth/             what is true behind the reports, to measure against

The code XA and the currency XAD (Arvenian dinar) are invented within ranges left to users.
"""

REPORTS = f"""{NOTICE}

This note is no report. It lies here because such notes lie in every folder of reports.

Sent by the working groups on {AS_OF:%d %B %Y}. The health list of April was withdrawn.
"""

TRUTH = f"""{NOTICE}

What is true behind the reports. Only tests and measurements read this.

activities.csv  every entry: its file, its id (or file#row, the row counted from 1 as a spreadsheet
                shows it), the true activity (entity), who reports, whose activity it is, sector,
                districts (XA alone: the whole country), period, budget in US dollars. These are
                the true values, not what the file says: reports differ from them by their vices,
                by rounding, by another organization's view, and by the day's rate of exchange.
duplicates.csv  pairs of entries. is_hard_negative no: same_report (one statement twice) or
                same_activity (two statements of one activity). yes: they only look alike, being
                sibling (same work elsewhere), phase (same work at another time) or part_of.
chains.csv      one entry pays for the other.
overlaps.csv    different organizations, same topic, a district (or the whole country) in common,
                at least 30 days together, neither paying for the other. With a story: planted.
complementary.csv  the same in one sector, with another function or another target group.
gaps.csv        needs of severity 3 and more where nothing of the sector runs in the district on
                the day of the reports. Work for the whole country does not count here.
vices.csv       what is wrong in the files on purpose, by entry or, with an empty id, by file.

A pair names the first entry of each activity. Ids may be the same on both sides: then the files
differ, or the id is in one file twice.
"""
