"""A hundred short stories that have nothing to do with each other but their kind: ten kinds of news, ten times each.

The names, places and numbers of each are its own; stories of one kind share the words in which such news is told.
"""

PLACES = ("Arlow", "Brennick", "Castova", "Dunmere", "Elstrand", "Farholm", "Gravik", "Hessing", "Ilmouth", "Jorsund")
PEOPLE = ("Anders", "Beatriz", "Cormac", "Dagny", "Emre", "Fatou", "Gideon", "Hiroko", "Ivana", "Jamal")
NAMES = (
    "Lindqvist Okafor Petrov Quispe Rahman Sørby Tanaka Ustinov Vermeer Weiss".split(),
    "Abara Bielski Chaudhry Dimitrov Eriksen Fontaine Garrido Haugen Ishida Jankowski".split(),
    "Kovač Laurent Mbeki Novak Olsen Pereira Qureshi Rossi Szabo Traoré".split(),
    "Uchida Varga Whelan Ximenes Yilmaz Zubair Almgren Brodie Carvalho Drescher".split(),
)
KINDS = (
    "Firefighters in {place} needed {n} hours to put out a blaze in a {thing}. {first} {last}, who owns it, was asleep "
    "when the smoke was noticed by a neighbour named {other}. The damage is put at {m} thousand, and the cause is unknown.",
    "{first} {last} has won the {thing} at {place} with {n} points, ahead of {other}. It was the first victory for a "
    "home team in {m} years, and the crowd stayed until midnight.",
    "The council of {place} has voted by {n} to {m} for a new {thing}. {first} {last}, the mayor, called it overdue; "
    "{other}, who leads the opposition, spoke of money thrown away.",
    "Scientists in {place} have described a species of {thing} unknown until now. {first} {last} found {n} of them in a "
    "valley at {m} metres. It is named after {other}, who taught there.",
    "The maker of {thing} in {place} is to cut {n} jobs. Sales fell by {m} percent last year, said {first} {last}, who "
    "runs the company. {other} of the union called for talks.",
    "A court in {place} has sentenced {first} {last} to {n} months for theft of {thing} worth {m} thousand. The judge, "
    "{other}, spoke of greed; an appeal is possible.",
    "{first} {last}, who wrote about {thing} for {n} years, has died in {place} at the age of {m}. The publisher {other} "
    "called the author a patient observer.",
    "Heavy rain has closed the road to {place} for the {n}th time this year. A bridge near the {thing} gave way; {m} "
    "people were brought to safety, among them {first} {last} and the family {other}.",
    "The museum at {place} has bought a painting of a {thing} by {first} {last} for {m} thousand. It was lost for {n} "
    "years and turned up in an attic that belonged to {other}.",
    "Doctors at the hospital of {place} report {n} cases of illness after a meal of {thing}. {first} {last}, who runs "
    "the laboratory, expects the results of {m} samples; {other}'s kitchen is closed.",
)
THINGS = (
    "sawmill barn bakery warehouse cinema school chapel garage brewery greenhouse".split(),
    "regatta marathon derby triathlon tournament championship slalom rally relay decathlon".split(),
    "library tramline stadium landfill kindergarten bypass theatre windpark quay aquarium".split(),
    "beetle orchid frog moth lichen snail bat fern spider crab".split(),
    "tractors pianos pumps bicycles elevators tyres clocks cables furnaces saddles".split(),
    "copper jewellery laptops cattle diesel violins saffron timber antiques passports".split(),
    "lighthouses volcanoes chess smugglers gardens famine railways migration bees glaciers".split(),
    "dam quarry monastery tannery campsite vineyard observatory harbour orchard spa".split(),
    "windmill fisherman comet regiment waterfall peacock widow market shipwreck harvest".split(),
    "mussels mushrooms pheasant oysters custard rhubarb trout lentils pâté sushi".split(),
)


def stories() -> list[tuple[str, str]]:
    """Return titles and texts."""
    found = []
    for kind, text in enumerate(KINDS):
        for turn in range(10):
            values = {
                "place": PLACES[(turn + kind) % 10] + ("burg", "ford", "dorf", "vik", "ton")[(turn * 7 + kind * 3) % 5],
                "first": PEOPLE[(turn * 3 + kind * 7) % 10],
                "last": NAMES[kind % 4][(turn + kind // 4 * 3) % 10],
                "other": NAMES[(kind + 1) % 4][(turn * 7 + kind * 3) % 10],
                "thing": THINGS[kind][turn],
                "n": 11 + kind * 37 + turn * 5,
                "m": 9 + kind * 29 + turn * 13,
            }
            found.append((f"{values['place']}: {values['thing']}", text.format(**values)))
    return found
