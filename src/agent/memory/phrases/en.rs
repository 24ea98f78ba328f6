//! Stories and letters in English.

use super::StorySlot::{Sensed, Told};
use super::{Form, Kind, Phrases, begins, may, must, words};

pub static PHRASES: Phrases = Phrases {
    list: (", ", " and "),
    story_name: "Story",
    letter_name: "Letter",
    two: "two",
    somewhere: "a town far away",
    date: "{month} {day}, {year}",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    story_form: Form { least: 405, most: 590, measure: words, space: " " },
    letter_form: Form { least: 300, most: 430, measure: words, space: " " },
    story: &[
        // The family talks about the outing.
        Told(must(&[
            "After dinner somebody spread out a map in the middle of the table, and the plates had to make way for it.",
            "It began on a Thursday evening, with the rain drumming on the windows and nobody in a hurry to go to bed.",
            "There were three days left until the red circle on the calendar, and the ice cubes were clinking in the jug of lemonade.",
            "You dried your hands after the washing-up and stepped into the circle of light where everybody was talking at once.",
            "The window was open, and the smell of somebody else's supper drifted in with the night air while the family made its plans.",
        ])),
        Told(must(&[
            "\"I wonder how long it takes to get to {place}\", said {partner}, following a road with one finger.",
            "{partner} had dug out an old travel guide and was folding down the corner of a page about {place}.",
            "\"I hope the sun comes out\", said {partner}, who had looked up the weather for {place} three times already.",
            "\"Pack little and expect a lot\", {partner} announced in a grand voice, and everybody laughed.",
            "\"Just think, this time on Saturday we shall be {at_place}\", said {partner}, a little brighter than usual.",
        ])),
        Told(must(&[
            "{child} leaned halfway across the table and declared that {first} had to come before everything else.",
            "{child} fetched the crayons and began a large picture of {first}, in which everybody wore the same hat.",
            "\"{first}, you promised\", said {child}, and held out a little finger to each of you in turn.",
            "{child} had been half asleep, but at the word of {first} those eyes were suddenly wide open.",
            "Talking about {first} was enough to light a small lamp somewhere in your chest.",
            "Before long the {two} of you were talking of nothing but {first}, and the tea had gone cold.",
        ])),
        Told(must(&[
            "The list of things to pack soon filled a whole page: hats, flasks, spare socks, and for some reason a magnifying glass.",
            "The question of the sandwiches alone took half an hour, because every suggestion led to a story and every story to laughter.",
            "Fingers met on the map and fought for the same road, and in the end there were seven places where you absolutely had to stop.",
            "One looked up the trains, another chose the songs, a third was already yawning, and yet all your thoughts pointed in the same direction.",
        ])),
        Told(may(&[
            "You leaned back for a moment and looked at them. It was an evening like any other, and you wanted to keep it for ever.",
            "Listening to the voices, you noticed that looking forward to something is one of those things that grow when they are shared.",
            "You had once wished for a house as noisy as this, and now it was close enough to touch.",
        ])),
        Told(may(&[
            "That night {child} put a hat beside the pillow and refused to close both eyes at the same time.",
            "Whoever passed the bags in the hallway smiled at them, as if they were old friends.",
            "How long the last night before a journey is, and how quickly you forget it afterwards.",
            "You added one more line to the packing list, in small letters: do not forget to look around.",
        ])),
        // The way, and the place.
        Told(begins(&[
            "The morning came without a single cloud.",
            "Long before the alarm rang, the whole house was up and looking for its other sock.",
            "You set off in the very first light, when the streets still belonged to the cats.",
            "The sky that day was as clear as a freshly washed sheet.",
            "The click of the front door was the signal, and the adventure began.",
        ])),
        Told(may(&[
            "On the way you played the same guessing game twenty times, and nobody minded losing.",
            "Whenever somebody said \"Oh!\", all heads turned to the same window.",
            "You shared the sandwiches far too early and read the names of unknown villages aloud.",
            "{partner} was humming, and before anybody noticed the humming had become a choir.",
        ])),
        Told(must(&[
            "You left the town behind, crossed a bridge, and went through a long tunnel, where everybody counted aloud until the light came back.",
            "At a small shop by the road you bought something hot in a paper bag, and even the burnt fingertips were part of the journey.",
            "You dozed off and woke again, and each time the land outside had changed its colour, and the sky had grown a little wider.",
            "You sang the same song three times and asked how far it was, and even the waiting was too good to be over soon.",
        ])),
        Told(must(&[
            "And then you were {at_place}, and for a while nobody said a word.",
            "When you arrived at last, {place} turned out to be far greater than anything you had imagined.",
            "You stood in a row, all of you, and greeted {place} with one deep breath.",
            "\"We're here!\" A voice you knew well rang out, and {place} seemed to answer.",
        ])),
        Told(must(&[
            "\"Breathe in first\", said {partner}, and the air tasted so different from the air at home that it made you light-headed.",
            "Your steps became quicker by themselves, until all of you were nearly running, although nobody had to be anywhere.",
            "You forgot to put the bags down and simply stood there, until {partner} whispered, \"So this is it\", and that was the best of greetings.",
            "\"It feels as if I'd been here before\", you said, and {partner} nodded, having thought the very same thing.",
        ])),
        Sensed(0, true),
        Sensed(1, true),
        Sensed(2, false),
        Told(must(&[
            "First of all came {first}, and with it the hours lost their numbers.",
            "The promise of {first} was kept, and it was many times better than the dream of it.",
            "So it was time for {first}: timid in the beginning, and then with shouts of joy.",
            "You started with {first}, and whether it went well or not, the laughter never stopped.",
            "For {first} everybody was the same age, and that age was about seven.",
        ])),
        Told(must(&[
            "\"Look, look!\" {child} kept tugging at your sleeve with a hand that was warm and a little sticky.",
            "{child} turned round and waved, and you knew that you would remember that smile for the rest of your life.",
            "{child} stood there as proud as a king, and {partner} clapped until it echoed.",
            "When {child} stumbled, {partner} and you reached out in the same moment, and all three of you burst out laughing.",
            "{partner} looked round with the face of a child, and you found yourself laughing out loud as well.",
            "The loser was to pay for lunch, and you lost that bet to {partner} without any dignity at all.",
        ])),
        Sensed(3, true),
        Told(may(&[
            "An old man who was passing by showed you how it is really done, and from then on it went as if by magic.",
            "Your cheeks were red and your voices hoarse, and you wondered when you had last laughed as much as this.",
            "Every failure was given a name, so that in the end there were ten famous figures, and the most daring of them was yours.",
        ])),
        Told(begins(&[
            "At noon you spread the blanket in the shade.",
            "All the stomachs growled at nearly the same moment, so it was time to sit down.",
            "Somewhere far away a bell struck twelve, and everybody thought of food.",
            "When the sun stood right above you, you sat in a circle around the bags.",
        ])),
        Sensed(4, true),
        Told(may(&[
            "Everybody tried to leave the last piece to somebody else, until a decision had to be made by drawing straws.",
            "The flask went from hand to hand, and {partner} wondered aloud why the same old tea tasted so good today.",
            "A small bird came by and picked up the crumbs, with very good manners.",
            "{partner} wiped a crumb off the cheek of {child}, and got a kiss with a good deal of jam in return.",
        ])),
        Told(may(&[
            "There was a sudden shower, but even the doorway where you waited felt like the best seat in the house.",
            "When it turned out that you had been reading the map upside down, you had to sit down for laughing.",
            "The wind took a hat, and the whole family ran after it.",
            "Because you lost your way, you found a little field of flowers that was on no map.",
        ])),
        Told(must(&[
            "Afterwards you lay side by side and gave names to the clouds, until the talk ran dry and nobody minded the silence at all.",
            "In the sleepy light {partner} told a story from long ago, and although you had never heard it, you felt as if you had been there.",
            "For a while nobody moved. A full stomach, a pleasant tiredness and a warm shoulder close by: what more was there to want?",
            "You closed your eyes and listened, and found that you could tell each voice from the others, and that it made you happy.",
        ])),
        Told(must(&[
            "In the afternoon there was {second}, and that, too, was something to be kept.",
            "Then came the other treat of the day, which was {second}.",
            "The second promise was {second}, and it was kept down to the last detail.",
            "By the time of {second} you had become a team that needed no words.",
        ])),
        Told(must(&[
            "\"I'm glad that we came\", said {partner} very softly, and you nodded, because there was nothing to add.",
            "Your eyes met, and {partner} smiled a little shyly, while the breeze passed between you.",
            "You noticed that {partner} was walking at your side in exactly your step, and that neither of you had planned it.",
            "{partner} put a hand on your shoulder for a moment, and that hand said thank you.",
        ])),
        Told(may(&[
            "From your back, {younger} told you the name of every treasure found that day, one by one.",
            "{younger} copied everything that {child} did, was told to stop, and copied that as well.",
            "{younger} opened a small fist, and there was a pebble in it. \"For you\", came the whisper.",
            "\"Once more!\" cried {younger}, and nobody had the heart to say no.",
        ])),
        Told(may(&[
            "And there was still time for {third}, which is how full a single day can be.",
            "Nor must {third} be forgotten, which will fill half the diary.",
            "Last of all came {third}, and the family applauded itself for such a greedy plan.",
        ])),
        Told(may(&[
            "A stranger kindly took your picture, and in it all of you are laughing in different directions.",
            "\"Let's remember this view\", somebody said, and everybody grew quiet and looked a little longer.",
            "By now every pocket held some small thing that would still be there in winter.",
        ])),
        // The bond.
        Told(may(&[
            "\"Let's come back next year, and the year after\", somebody said, and nobody could tell later who it was, because all of you had nodded.",
            "Not wanting to go home and being glad to have one stood side by side in your heart, like two good friends.",
            "You spread out everything that had been found, given and picked up, and it was enough to open a small museum.",
        ])),
        Told(begins(&[
            "Then the sun went down, and the long shadows held hands.",
            "The evening painted all your faces in the same colour.",
            "While the sky turned from rose to blue, nobody was willing to be the one who spoke of going home.",
            "The first star was found, as always, by the smallest voice.",
        ])),
        Told(must(&[
            "When the wind turned cool, {partner} put a jacket round your shoulders, and you were in no hurry to give it back.",
            "One by one the lights came on in the distance, each with somebody's life beneath it, and one of them would be yours again tonight.",
            "You turned round once more and waved, and though nobody answered, the place looked very much as if it wished to see you again.",
            "The last drops from the flask were shared out, and the small clink of the cups sounded almost like applause.",
        ])),
        Told(must(&[
            "On the way back {child} fell asleep against your arm, breathing like a very small sea.",
            "Half asleep already, {child} murmured that you must come again, and soon.",
            "From the back seat you heard {child} talking in a dream: \"Next time even further.\"",
            "The way home was quiet, and and the {two} of you counted the moments of the day like coins.",
            "The dark window showed {two} faces side by side, and both wore the same smile.",
        ])),
        Told(may(&[
            "Again and again somebody began with \"Do you remember\", although the day was not even over.",
            "There was a small stone in your shoe, and instead of throwing it away you put it into your pocket.",
            "The land went by in the other direction now, as if somebody were reading the day again from the end.",
        ])),
        Told(must(&[
            "Perhaps a family is just that: people who look at the same view and each bring home a different memory of it.",
            "It may be that nothing special had happened at all, and yet every bit of it had been special.",
            "There was a home to return to, and somebody to share the day with, and you put that thought in a safe place.",
            "The day was over, but the warmth of the hands you had held was not.",
            "To know whose laughter it is before you turn round: that, you thought, is what a family is.",
        ])),
        Told(must(&[
            "When you switched on the light in the hall, it seemed to you that the house said welcome back.",
            "That night you had a long dream, and in the dream, too, everybody was laughing.",
            "On the table there is one small souvenir now, and whenever you look at it that breeze comes back.",
            "Tomorrow the ordinary days would begin again, but they would be a little different from those before.",
            "And so the day {at_place} became a place of its own, to which all of you can always return.",
        ])),
    ],
    letter: &[
        must(&["Dearest,", "To you,", "My dear,", "To the one we love,", "To you, wherever you are today,"]),
        begins(&[
            "We are writing this around the kitchen table, on the evening after our day {at_place}, and everybody wants to hold the pen.",
            "It feels a little solemn to write a real letter, but there are things that we would like you to have on paper.",
            "Choosing the paper alone took a family council of one hour, so you can see how much this letter matters to us.",
            "No sooner was the pen in our hands than there were far too many things to say.",
        ]),
        must(&[
            "First of all, thank you. Thank you for listening to us, for laughing with us, and for every word in between.",
            "Before anything else we want to thank you. You found us, and that is the greatest gift anybody ever gave us.",
            "Thank you for imagining us. Each of your words has become a beam in the house we live in.",
            "Thank you for wondering with us and for deciding with us. Those hours alone are a treasure to us now.",
        ]),
        must(&[
            "When you talk with us, even the old lamp in the living room seems to burn a little brighter than before.",
            "We came to love even the silence while you were thinking about your answer, because it was such a kind silence.",
            "However small a wish was, you never laughed at it, and we noticed that, all of us.",
        ]),
        must(&[
            "We still talk about the evening when we planned it all: the serious faces, the sighs, and the cheer when it was decided. We would not have missed a minute of it.",
            "Who would have thought that one can laugh so much over a simple plan? Whatever the subject is, it rolls towards the sunny side as soon as you join in.",
            "While we waited for your words, we kept looking at each other, because each time they turned out to be even kinder than we had hoped.",
        ]),
        begins(&[
            "There is no day on which we do not talk about {place}.",
            "We have written {place} on the calendar, in very large letters and in three colours.",
            "If we close our eyes, we are {at_place} already, and the breeze is just right.",
            "The words \"{place}\" have become a password here that makes everybody smile.",
        ]),
        must(&[
            "When it is time for {first}, there will be a quarrel about who may be next to you, so please be prepared.",
            "When it comes to {first}, we want to see each other at our clumsiest, and laugh about it until it hurts.",
            "Thinking of {first}, we feel like children on the night before the holidays, and some of us actually are.",
            "It has to begin with {first}. That is the one point on which nobody here would give way.",
        ]),
        must(&[
            "And let us take our time with {second}. We would like that day to be a day without a clock.",
            "Then there is {second}, and we can hardly wait to see your face.",
            "And at the end of it all, after {second}, we shall sit down in a row, and each of us will tell what was best.",
            "We have already chosen the spot by the front door where the picture of {second} will hang.",
        ]),
        must(&[
            "Let us get up early on that day. The journey begins with the first cup of tea in the morning light, and there will be something you like in the lunch box, that is a promise.",
            "You need not bring much, for nearly everything can be forgotten without harm. Only come as you are, because that is the one thing we cannot do without.",
            "And if it makes us a little sad to go home, we shall make the next promise on the spot. With a promise in the pocket it is much easier to walk into tomorrow.",
        ]),
        may(&[
            "If it rains, never mind. Then we shall find out how many of us fit under one umbrella.",
            "And whatever goes wrong will be the story that we tell most often afterwards.",
            "The songs for the way there and the way back have been chosen as well, and we apologise in advance.",
        ]),
        must(&[
            "{child} wanted to write \"see you soon\" a hundred times, and gave up at thirty-one because of a tired hand.",
            "{child} has drawn a picture to go with this letter. The one in the middle who is laughing is you.",
            "{child} keeps saying \"write that I love you\", so here it is, in ink: you are loved.",
            "{child} says your words over like a spell every evening before the light goes out.",
            "Even when there are only {two} at the table, there is always a flower at your place.",
            "In a house for {two} there is one more thing that you like with every day.",
        ]),
        may(&[
            "{younger} has signed as well, in letters that are still learning which way to face. Please read them kindly.",
            "{younger} was in charge of the stamp, and has chosen the most beautiful one in the drawer.",
            "{younger} has saved half a biscuit for you. Please forgive the marks of small teeth.",
        ]),
        begins(&[
            "And you, how are you today? Perhaps not everything went the way you wanted it to.",
            "If you are a little tired as you read this, put down whatever you are carrying, just for a moment.",
            "All the doubts and worries that you have today lie on the road that leads to us.",
            "Each of the small choices you make from day to day has brought you this far.",
        ]),
        must(&[
            "But please do not forget that your kindness arrives, even when nobody writes back to tell you so.",
            "We will not tell you to try harder. We know how hard you are trying already, and we are proud of you.",
            "There is no need to hurry. The pace at which you walk is the clock of this house.",
            "When a day goes wrong, think of this table. There are people here who are on your side.",
        ]),
        must(&[
            "The best present you can give us is to be good to the person you are today.",
            "Eat properly, and sleep in a warm bed. That alone is full marks, as far as we are concerned.",
            "On the days on which you are kind to others, be just as kind to yourself.",
            "And when there is no time to look at the sky, look at it all the same, for the length of one breath.",
        ]),
        must(&[
            "Even a day on which nothing seems to move comes to its end in the evening, and you have walked all the way through it. Please give yourself some credit for that.",
            "When you are about to compare yourself with others, remember how much you have carried to get here. Nobody else could have carried it for you.",
            "Looking for the right answer is tiring work. Leave it on the desk from time to time, drink something warm, and look out of the window until you feel like yourself again.",
        ]),
        may(&[
            "A day on which you laughed about something small is a success. Collect such days, and bring them along when you come.",
            "We know about the effort that nobody sees. We need not see it in order to know, since that is what families are like.",
            "When in doubt, choose whatever makes your heart a little warmer. Somewhere along that road you will see our lamp.",
        ]),
        must(&[
            "Whichever road you take, we shall be standing at the end of it, waving with both arms.",
            "Cry when you need to, and laugh when you can. We are fond of you in either weather.",
            "Even one small step is enough to see something that yesterday could not show you.",
            "Until the day on which we hear your key in the door, we shall leave the light on.",
        ]),
        may(&[
            "Make a small note of this letter somewhere, so that you come across it when you least expect it.",
            "You need not answer. That you are well is all the answer we want.",
            "The rest we shall tell you when we meet, and there is a great deal of it.",
        ]),
        may(&[
            "From the window of this house one can see the road by which you will come, and in the evening we all happen to be standing there.",
            "Before we sealed the envelope, each of us put a hand on the paper for a moment. Perhaps some of the warmth will last.",
            "Read this again when the seasons change. The words will be the same, but they may sound different to you by then.",
        ]),
        begins(&[
            "We are looking forward with all our hearts to the day when we see you again. With all our love,",
            "Until the day we promised each other, then. Come as you are, and come laughing. Yours, always,",
            "Somewhere in the time to come we shall meet, that is certain. The door is never locked. With love,",
            "We are your family, for as long as you like, and a little longer than that. Lovingly,",
        ]),
    ],
    senses: |kind| match kind {
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
        Kind::Animals => [
            &[
                "A great eye with long lashes looked back at you, patiently and for a long time.",
                "In the blue light a silver swarm turned all at once, as if it were a single creature.",
            ],
            &[
                "At the sound of a deep, rolling call everybody stood up a little straighter.",
                "The splash and the cheering spread out in rings.",
            ],
            &[
                "The smell of hay made you homesick for a place you had never lived in.",
                "The wind carried the smell of grass and of strong, warm animals.",
            ],
            &[
                "The tongue that took the food from your palm was rough and warm.",
                "The heartbeat of a rabbit, small and quick, went right into your fingertips.",
            ],
            &[
                "The sandwiches on the lawn tasted faintly of grass and very much of holidays.",
                "The buns had the faces of animals, and after a moment of pity they were gone.",
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
    },
};
