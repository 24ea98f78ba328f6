//! What there is to see, to hear, to smell, to feel and to taste at a kind of place, in English.

use super::Kind;
use crate::agent::hera::phrases::Choices;

/// Sentences for each of the five senses.
#[expect(clippy::too_many_lines, reason = "a table")]
pub const fn at(kind: Kind) -> [Choices; 5] {
    match kind {
        Kind::Sea => [
            &[
                "The horizon was a single silver thread, and every wave carried a little of the light up to the sand.",
                "The water changed its colour with every step, clear green at your feet and a deep dark blue further out.",
            ],
            &[
                "The waves came and went until your heart had learnt their rhythm.",
                "The gulls and the surf took turns at telling the same story over and over.",
            ],
            &[
                "The smell of salt crept into your hair and your clothes and meant to stay.",
                "Each gust brought the smell of warm sand and seaweed.",
            ],
            &[
                "Under your bare feet the retreating water pulled at the sand, and it tickled.",
                "You scooped up some of the sea in both hands, and it was warmer than you had thought.",
            ],
            &[
                "With salt on the lips, the sandwiches tasted many times better than at home.",
                "The sweetness of the shaved ice went right through bodies that were full of sun.",
            ],
        ],
        Kind::Mountain => [
            &[
                "Grains of light came falling down between the leaves.",
                "Beyond all that green, one blue ridge stood behind another, as far as you could see.",
            ],
            &[
                "A bird that nobody could find sang one clear note right beside you.",
                "A brook walked along with you and never stopped talking.",
            ],
            &[
                "You breathed in earth and young leaves until you felt quite green inside.",
                "From somewhere came the smell of wood smoke, like a memory.",
            ],
            &[
                "The water of the brook was so cold that everybody screamed when it was their turn to dip a hand.",
                "The moss on the rocks was as soft as the best carpet in the world.",
            ],
            &[
                "The water from the spring tasted faintly sweet, and nobody knew why.",
                "In that air every bit of the packed lunch tasted like the main course.",
            ],
        ],
        Kind::Park => [
            &[
                "Balloons and flags of every colour were floating in the blue.",
                "The great wheel turned slowly, and the highest cabin flashed back at the sun.",
            ],
            &[
                "The tune of the merry-go-round and the cheers came whirling from all sides.",
                "Far-off screams and laughter ran together into one long song.",
            ],
            &[
                "The smell of caramel popcorn turned all your noses in the same direction.",
                "Fresh waffles greeted you at the gate long before anybody could see them.",
            ],
            &[
                "Your hand tightened on the rail, and then on the hand beside you.",
                "The wind slapped your cheeks, and for one moment nothing held you to the ground.",
            ],
            &[
                "The candy floss you shared vanished on the tongue like a cloud.",
                "One ice cream went round the family, and in the end all the noses were white.",
            ],
        ],
        Kind::Zoo => [
            &[
                "A great eye with long lashes looked back at you, patiently and for a long time.",
                "High above the fence a long neck bent down, as if to ask who you were.",
            ],
            &[
                "At the sound of a deep, rolling call everybody stood up a little straighter.",
                "From behind the trees came a roar, and after it a very small silence.",
            ],
            &[
                "The smell of hay made you homesick for a place you had never lived in.",
                "The wind carried the smell of grass and of strong, warm animals.",
            ],
            &[
                "The tongue that took the food from your palm was rough and warm.",
                "The railing was warm from the sun and from all the hands before yours.",
            ],
            &[
                "The sandwiches on the lawn tasted faintly of grass and very much of holidays.",
                "The buns had the faces of animals, and after a moment of pity they were gone.",
            ],
        ],
        Kind::Aquarium => [
            &[
                "In the blue light a silver swarm turned all at once, as if it were a single creature.",
                "The jellyfish rose and sank like small lanterns that somebody had taught to breathe.",
            ],
            &[
                "The splash and the cheering spread out in rings.",
                "Behind the thick glass it was so quiet that everybody began to whisper.",
            ],
            &[
                "It smelled of salt and cool stone, as at the foot of a lighthouse.",
                "Near the open pool the air tasted of the sea.",
            ],
            &[
                "The glass was cold against your forehead, and on the other side something large went slowly by.",
                "In the shallow pool a starfish lay across your palm, rough and very patient.",
            ],
            &[
                "The biscuits had the shape of fish, and after a moment of pity they were gone.",
                "On the terrace everybody had ice cream as blue as the water inside.",
            ],
        ],
        Kind::Farm => [
            &[
                "Brown and white backs moved over the green like slow clouds.",
                "A foal on legs that were much too long for it came to see who was there.",
            ],
            &[
                "Bells rang from the meadow, each on a note of its own.",
                "A cock crew in broad daylight, and seemed quite sure of himself.",
            ],
            &[
                "The smell of hay made you homesick for a place you had never lived in.",
                "It smelled of grass, of leather, and of bread from the open kitchen window.",
            ],
            &[
                "The tongue that took the carrot from your palm was rough and warm.",
                "The heartbeat of a rabbit, small and quick, went right into your fingertips.",
            ],
            &[
                "The milk was still cool from the churn, and everybody had a white moustache.",
                "Bread, butter and a tomato from the garden: nobody wanted anything else.",
            ],
        ],
        Kind::Indoors => [
            &[
                "The light fell through the high windows in long bands, and dust was dancing in them.",
                "Wherever you looked there was something that one of you had to show to the others.",
            ],
            &[
                "Steps and voices came back from the high ceiling a little larger than they had set out.",
                "Somewhere a cheer went up, and strangers smiled at each other.",
            ],
            &[
                "It smelled of polished wood and, from somewhere around the corner, of coffee.",
                "There was the smell that all such places have, of other people's good days.",
            ],
            &[
                "The banister was smooth from a hundred years of hands, and yours were the next.",
                "Out of the wind and out of the rain, you felt your shoulders come down.",
            ],
            &[
                "In the little café you shared three slices of cake among all of you, with great fairness.",
                "The hot chocolate was so thick that the spoon very nearly stood up in it.",
            ],
        ],
        Kind::Onsen => [
            &[
                "Behind the white steam the light of the lanterns was melting into gold.",
                "One after the other the windows along the river turned orange.",
            ],
            &[
                "Wooden sandals went clip-clop over the stones of the street.",
                "The hot water fell from its spout with a sound that made you forget all others.",
            ],
            &[
                "A faint smell of sulphur told you how far from home you were.",
                "The scent of cypress wrapped itself around you, and somebody sighed.",
            ],
            &[
                "Up to the shoulders in hot water, the weight of the whole week came undone and floated off.",
                "The wind from the river stroked your glowing cheeks.",
            ],
            &[
                "The steamed bun burnt your fingers, and then its sweetness spread slowly.",
                "After the bath everybody drank cold milk, with one hand on the hip, as it must be done.",
            ],
        ],
        Kind::City => [
            &[
                "Old roofs and new towers were sharing the same low sun.",
                "At the end of a narrow alley there was a sky of a colour you had no name for.",
            ],
            &[
                "The bell of the tram and the talk of the people passing by became the song of the town.",
                "From an open window somewhere came the sound of somebody practising the piano.",
            ],
            &[
                "At every corner the smell of coffee took turns with the smell of cake.",
                "The river and the steam of the food stalls met at the gate of the old quarter.",
            ],
            &[
                "The worn steps seemed to hold the warmth of hundreds of years of feet.",
                "In the crowd only one thing was certain, and that was the hand you held.",
            ],
            &[
                "You broke a hot pastry in two and ate it while walking, blowing on your fingers.",
                "At the first bite of the famous dish, all the eyebrows went up together.",
            ],
        ],
        Kind::Snow => [
            &[
                "In all that white, only the hats of the family bloomed like flowers.",
                "In the morning light the snow glittered as if somebody had spilt small jewels.",
            ],
            &[
                "With every step the snow squeaked underfoot and followed you.",
                "All the sounds of the world had been swallowed, and only your laughter was left.",
            ],
            &[
                "The cold air had a faint smell of peppermint.",
                "From the chimney of a hut came the smell of burning logs.",
            ],
            &[
                "The cold had crept into the gloves, and held hands were the only cure for it.",
                "You let yourselves fall backwards into the deep snow, and it felt like being caught by the sky.",
            ],
            &[
                "The hot chocolate in your hands reached the very middle of you.",
                "The snowflake on your tongue tasted of nothing, and it was delicious.",
            ],
        ],
        Kind::Open => [
            &[
                "A view that none of you had ever seen opened up slowly before the family.",
                "The sky went up and up, and the clouds crossed it like a flock of sheep.",
            ],
            &[
                "The wind went through the grass, and far off somebody was laughing.",
                "If you listened closely, a bird you did not know was singing a song you did not know.",
            ],
            &[
                "There was a smell of sunshine, as of sheets that have dried in the garden.",
                "The breeze brought flowers first, and then earth, and then flowers again.",
            ],
            &[
                "The sun gathered in your open hands like something you could carry home.",
                "You lay down in the grass, and your back could feel how round the earth is.",
            ],
            &[
                "The fruit you had brought was twice as sweet out of doors.",
                "The sandwiches were somewhat squashed, and better than any feast.",
            ],
        ],
    }
}
