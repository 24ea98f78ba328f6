//! What there is at a kind of place, in English.

use super::super::{Delights, Kind};

/// What there is to do and to look forward to, and places of that kind.
#[expect(clippy::too_many_lines, reason = "a table")]
pub const fn at(kind: Kind) -> Delights {
    match kind {
        Kind::Sea => Delights {
            activities: &[
                "collecting shells",
                "building sandcastles",
                "walking along the surf",
                "exploring rock pools",
                "a barbecue on the beach",
                "beach volleyball",
                "flying a kite",
            ],
            sights: &["the sound of the waves", "the salty wind", "the glittering horizon", "the white sand"],
            places: &["the sea", "a quiet bay", "the beach"],
        },
        Kind::Mountain => Delights {
            activities: &[
                "hiking",
                "paddling in the brook",
                "stargazing",
                "a campfire",
                "a picnic at the top",
                "gathering acorns",
                "looking for beetles",
            ],
            sights: &["the clear air", "the birdsong", "the light between the leaves", "a sky full of stars"],
            places: &["the mountains", "a lake in the hills", "a campsite in the woods"],
        },
        Kind::Park => Delights {
            activities: &[
                "the Ferris wheel",
                "the merry-go-round",
                "the roller coaster",
                "watching the night parade",
                "the spinning teacups",
                "a family photo",
            ],
            sights: &[
                "the top of the Ferris wheel",
                "the lights of the parade",
                "the castle gate",
                "all that lively music",
            ],
            places: &["the amusement park", "the fun fair"],
        },
        Kind::Zoo => Delights {
            activities: &[
                "watching the penguins walk",
                "visiting the monkeys",
                "feeding time",
                "counting the giraffe's spots",
                "sketching the animals",
                "a picnic on the lawn",
            ],
            sights: &[
                "the giraffe's long lashes",
                "the line of penguins",
                "the elephant's great ears",
                "the lions' yawn",
            ],
            places: &["the zoo"],
        },
        Kind::Aquarium => Delights {
            activities: &[
                "the dolphin show",
                "feeding the penguins",
                "finding the seahorses",
                "touching a starfish",
                "sketching the fish",
                "walking through the glass tunnel",
            ],
            sights: &["the glowing jellyfish", "the great blue tank", "the turtles gliding by", "the line of penguins"],
            places: &["the aquarium"],
        },
        Kind::Farm => Delights {
            activities: &[
                "stroking the rabbits",
                "feeding the goats",
                "a ride on the hay wagon",
                "milking a cow",
                "picking strawberries",
                "a picnic on the meadow",
            ],
            sights: &["the foal on its long legs", "the smell of hay", "the sleepy cows", "the wide green meadow"],
            places: &["a farm"],
        },
        Kind::Indoors => Delights {
            activities: &[
                "a treasure hunt from room to room",
                "a family photo by the entrance",
                "choosing a postcard each",
                "cake in the little café",
                "guessing games in the queue",
            ],
            sights: &["the high ceiling", "the light in the tall windows", "the little café", "everybody's faces"],
            places: &["a museum", "the bowling alley"],
        },
        Kind::Onsen => Delights {
            activities: &[
                "the open-air bath",
                "strolling in yukata",
                "a table tennis match",
                "tasting steamed buns",
                "a foot bath",
                "a walk along the river",
            ],
            sights: &["the rising steam", "everybody in yukata", "dinner at the inn", "the murmur of the river"],
            places: &["a hot spring in the hills", "a hot-spring town"],
        },
        Kind::City => Delights {
            activities: &[
                "street food",
                "the view from the tower",
                "wandering through the alleys",
                "choosing souvenirs",
                "a museum",
                "a ride on the tram",
            ],
            sights: &[
                "the lights of the town",
                "the alleys nobody knows",
                "the smell of good food",
                "the great bridge",
            ],
            places: &["an old town", "a harbour town"],
        },
        Kind::Snow => Delights {
            activities: &[
                "building a snowman",
                "sledging",
                "a snowball fight",
                "skiing",
                "building an igloo",
                "hot chocolate",
            ],
            sights: &["the white landscape", "the crunch of the snow", "our breath in the air", "the snowflakes"],
            places: &["the snowy hills", "a snowy mountain"],
        },
        Kind::Open => Delights {
            activities: &["a picnic", "a long walk", "taking pictures", "a treasure hunt", "sketching", "playing tag"],
            sights: &["a view none of us has seen", "the wide sky", "the fresh breeze", "everybody's smiles"],
            places: &["the big park by the river", "a field of flowers"],
        },
    }
}
