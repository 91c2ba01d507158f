import type { Thread } from "./thread.ts";

export const heldThree: Thread[] = [
  {
    slots: { goods: ["candles", "hand-bound notebooks", "hot sauce"], sum: ["nine thousand", "a frightening amount"] },
    scenes: [
      {
        tells: [
          "I signed for {sum} {when}, and my pen ran out in the middle of my name. Is that an omen?",
          "{when} the bank said yes. It's {sum}, my knees are jelly, and the first {goods} are drying on the balcony.",
        ],
        more: ["My aunt vouched for me with her flat. If I fail I will be her gardener until I die."],
        hears: ["This is really happening! Did they ask for security?", "An omen of success! Who helped you?"],
        echoes: ["I get nervous lending out a pencil, I'd never sign a thing like that."],
        asks: ["What amount did {me} sign for?", "What happened to {me}'s pen?", "What did the bank say to {me}?"],
        asksMore: ["Who guaranteed for {me}?", "What will {me} become in case of failure?"],
        when: "When did {me} take out the loan?",
      },
      {
        tells: [
          "First market stall {when}: we were out of {goods} by eleven. A woman bought nine and said nothing, just nodded.",
          "By eleven there was nothing left on the table {when}! I stood there in the drizzle with a cash box full of coins.",
        ],
        more: ["My brother did the lettering on the labels. He spelled our own surname wrong, so now it's the brand."],
        hears: ["Amazing! Who did those lovely labels?", "Sold out! Did you have help?"],
        echoes: ["I tried to sell my old lamps at a market, I came home with two more."],
        asks: [
          "At what time was {me} sold out?",
          "How many did the silent customer take from {me}?",
          "By when was {me}'s market stall sold out?",
        ],
        asksMore: ["What mistake became {me}'s brand?", "Who made {me}'s labels?"],
        when: "When did {me} have the first stall?",
      },
      {
        tells: [
          "I've hired somebody! Since {when} there are two of us in the cellar, and she sings while she packs.",
          "It got too much for one pair of hands, so {when} Mira started. Two of us in the cellar now, and she is twice as fast.",
        ],
        more: ["She used to wrap chocolates in Brussels. Her bows put mine to shame, I do only tape these days."],
        hears: ["You're an employer! Where did you find her?", "Look at you growing. What's she like?"],
        echoes: ["Our team lost three people this year, we share one stapler."],
        asks: [
          "Where do {me} and the helper work?",
          "What does {me}'s assistant do while packing?",
          "Whom has {me} hired?",
        ],
        asksMore: ["What did the helper wrap before she met {me}?", "Which task is left to {me}?"],
        when: "When did {me} hire someone?",
      },
    ],
    lists: [
      { asks: ["What have the bank, the market and the cellar brought {me}?"], of: [0, 1, 2] },
      { asks: ["How did {me} build up the business?", "What milestones has {me}'s company had?"], of: [0, 1, 2] },
    ],
    implied: [
      { asks: ["Would {me} ask the bank for more?"], of: [0] },
      { asks: ["Would {me} be considered an entrepreneur?", "Does {me} have debts?"], of: [0, 1] },
    ],
  },
  {
    slots: { boy: ["Jamal", "Leon", "Piotr"], club: ["the boxing club", "the library on Fourth"] },
    scenes: [
      {
        tells: [
          "I sit with {boy} at {club} on Mondays since {when}. We did fractions with pizza, and he let me win at arm wrestling.",
          "Since {when} there's a boy of twelve, {boy}, who lets me explain fractions to him. We meet at {club}.",
        ],
        more: [
          "He wants to be a pilot and has never been on a plane. I'm working on something with my cousin at the airfield.",
        ],
        hears: ["He's lucky to have you. What is he like?", "You're so patient. What does he dream of?"],
        echoes: ["I tried to help my niece with homework, we both ended up in detention."],
        asks: [
          "What does {me} explain to the boy?",
          "Where do {me} and the boy meet?",
          "What does {me} explain to the boy of twelve?",
        ],
        asksMore: ["What does the boy that {me} meets hope to become?", "Who at the airfield may help {me}?"],
        when: "When did {me} start tutoring?",
      },
      {
        tells: [
          "I gave a pint {when}, number twenty-five! They hand out a pin and a biscuit, I cried over the biscuit.",
          "Number twenty-five {when}. The nurse knows my good vein by name by now.",
        ],
        more: ["It's because of my roommate's crash back then. Somebody I will never meet kept her here."],
        hears: ["You're a hero. What made you begin?", "Twenty-five! Why do you do it?"],
        echoes: ["They turned me down for being too pale, which I took personally."],
        asks: [
          "How many times has {me} donated?",
          "What does {me} get for it?",
          "What do they hand out when {me} gives a pint?",
        ],
        asksMore: ["What made {me} begin donating?", "Whose crash changed {me}'s mind?"],
        when: "When did {me} last give blood?",
      },
      {
        tells: [
          "The old couple upstairs can't do the steps anymore, so since {when} I carry up their groceries. Four floors, and they always ask for melons.",
          "Melons again {when}! Four floors up, for the two old darlings above me.",
        ],
        more: ["He pays me in stories from the railway. She slips me socks, I have nineteen pairs."],
        hears: ["You'll have arms like a sailor. Do they give you something?", "That's kind. Are they nice?"],
        echoes: ["I don't know a single face in my building, I listen at the door until the hall is clear."],
        asks: [
          "What heavy fruit does {me} carry?",
          "For whom does {me} climb four floors?",
          "What groceries does {me} carry up four floors?",
        ],
        asksMore: [
          "What garments has {me} collected from the old lady?",
          "What did the old man work at, as {me} tells?",
        ],
        when: "When did {me} begin carrying for the couple?",
      },
    ],
    lists: [
      { asks: ["To whom does {me} explain fractions, give blood or carry groceries?"], of: [0, 1, 2] },
      { asks: ["How does {me} help other people?", "What good deeds has {me} done?"], of: [0, 1, 2] },
    ],
    implied: [
      { asks: ["Would the old couple upstairs call {me} kind?"], of: [2] },
      { asks: ["What attributes describe {me}?", "Would {me} be a good foster parent?"], of: [0, 2] },
    ],
  },
  {
    slots: { title: ["Hollow Kingdom", "Star Courier", "the one with the foxes"], place: ["third", "eleventh"] },
    scenes: [
      {
        tells: [
          "I got to {place} {when}, out of two hundred! My thumbs were cramping and the headset left a dent.",
          "{when} I came {place} in the open finals. Two hundred people, most of them half my age.",
        ],
        more: ["There was prize money, so I bought my mother the armchair she has been circling in the catalog."],
        hears: ["Champion! Did you win anything?", "Those kids never stood a chance. What did you get?"],
        echoes: ["I last had a joystick in my hand when there was a wall in Berlin."],
        asks: [
          "How did {me} do in the finals?",
          "What left a dent on {me}?",
          "What place did {me} reach in the finals?",
        ],
        asksMore: ["What did {me} buy from the winnings?", "Who got an armchair from {me}?"],
        when: "When were the finals that {me} took part in?",
      },
      {
        tells: [
          "I finished {title} {when}, all endings. I sat there in the dark for the credits like at a funeral.",
          "Well, {title} is over, I saw the last ending {when}. What do I do with my evenings now?",
        ],
        more: [
          "My favorite bit is the baker who forgets you. I've written to the makers, and they sent me a sketch of him.",
        ],
        hears: ["Was it that good? What will you miss?", "I never saw you so sad. Which part stays with you?"],
        echoes: ["I can't sit still for a thing like that, I'd rather polish the taps."],
        asks: [
          "What did {me} complete with every ending?",
          "How did {me} spend the credits?",
          "How did {me} feel after all the endings?",
        ],
        asksMore: ["Which character does {me} like best?", "What did {me} get from the makers?"],
        when: "When did {me} see the last ending?",
      },
      {
        tells: [
          "Tuesday table is back since {when}: six of us, dice, and a dragon that my sister voices through a vacuum tube.",
          "We've got dice all over my kitchen since {when}. My sister does the dragon, through a tube, it's terrifying.",
        ],
        more: ["I'm a dwarf with a fear of bread. It was funny for one evening and now I'm stuck with it."],
        hears: ["I'd watch that. Who are you in it?", "Nerds, and I say it with love. What's your part?"],
        echoes: ["We tried charades at Christmas and two couples split up."],
        asks: [
          "Who gives the dragon a voice at {me}'s table?",
          "How many sit at {me}'s table?",
          "What is all over {me}'s kitchen on Tuesday?",
        ],
        asksMore: ["What does {me}'s character dread?", "What kind of creature does {me} play?"],
        when: "When did {me}'s Tuesday round resume?",
      },
    ],
    lists: [
      { asks: ["Which finals, endings and dice rounds has {me} had?"], of: [0, 1, 2] },
      { asks: ["What games does {me} play?", "How does {me} spend leisure time at a screen or table?"], of: [0, 1, 2] },
    ],
    implied: [
      { asks: ["Would {me} enter the open finals again?"], of: [0] },
      { asks: ["Would {me} enjoy a new console as a birthday present?", "Is {me} a gamer?"], of: [0, 1] },
    ],
  },
];
