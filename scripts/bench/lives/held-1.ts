import type { Thread } from "./thread.ts";

export const heldOne: Thread[] = [
  {
    slots: {
      cause: ["the tram line", "the hospital", "cheaper rents"],
      sign: ["a bedsheet", "the back of a pizza box"],
    },
    scenes: [
      {
        tells: [
          "I lost my voice {when}, we were four thousand in front of the town hall for {cause}. My sign was {sign}, it held up in the rain.",
          "{when} we blocked the square for {cause}, drums and grandmothers and all. I had painted {sign} the night before.",
        ],
        more: ["A lady from the radio asked me why I'd come, and I talked so long that she ran out of battery."],
        hears: ["I saw it on the news! Did anyone talk to you?", "That takes guts. Were there reporters?"],
        echoes: ["I keep out of all that, I haven't even registered at my new address."],
        asks: [
          "What was {me}'s banner made of?",
          "How many people stood with {me} outside the town hall?",
          "What was on {me}'s sign in front of the town hall?",
        ],
        asksMore: ["Who interviewed {me}?", "Why did {me}'s interview end?"],
        when: "When did {me} demonstrate?",
      },
      {
        tells: [
          "I knocked on two hundred doors {when} for our candidate. One man chased me with a leaf blower.",
          "My feet! {when} it was two hundred doors and about twenty conversations, for a woman who will probably lose.",
        ],
        more: ["She wants to tax empty houses and give every child a bus pass. I'd put her face on my fridge."],
        hears: ["A leaf blower?! What does she stand for?", "You're stubborn in the best way. What's her plan?"],
        echoes: ["They rang at my place too, I hid behind the sofa until they left."],
        asks: [
          "How many households did {me} visit?",
          "What tool was {me} chased with?",
          "How many doors did {me} knock on?",
        ],
        asksMore: [
          "What does the woman {me} supports want for children?",
          "Which buildings would be taxed according to {me}?",
        ],
        when: "When did {me} canvass?",
      },
      {
        tells: [
          "I counted slips until three in the morning {when}, gloves on, no talking. It came down to fifty-one.",
          "{when} they had me at the counting table until three. Fifty-one slips made the difference, can you imagine?",
        ],
        more: ["Somebody had drawn a very good duck instead of a cross. We had to call it invalid, with regret."],
        hears: ["So close! Any funny ones?", "I had no idea people did that by hand. Anything odd?"],
        echoes: ["I can't count my change without moving my lips, they'd be there until Christmas."],
        asks: [
          "What did {me} count at night?",
          "What was the margin that {me} mentioned?",
          "How many slips decided the vote {me} counted?",
        ],
        asksMore: ["What drawing did {me} come across?", "Why was a paper refused at {me}'s table?"],
        when: "When did {me} help with the counting?",
      },
    ],
    lists: [
      { asks: ["Where did {me} protest, knock on doors and count?"], of: [0, 1, 2] },
      {
        asks: ["In what ways has {me} been politically active?", "How has {me} taken part in public affairs?"],
        of: [0, 1, 2],
      },
    ],
    implied: [
      { asks: ["Would {me} vote for somebody who taxes empty houses?"], of: [1] },
      { asks: ["What might {me}'s political leaning be?", "Does {me} care about politics?"], of: [0, 1, 2] },
    ],
  },
  {
    slots: { paper: ["glaciers", "medieval bakers", "how ants vote"], prof: ["Okafor", "Lindqvist", "Marchetti"] },
    scenes: [
      {
        tells: [
          "I handed in eighty pages on {paper} {when}, with four minutes to spare. The printer smelled like burning hair.",
          "It's done! {when} I dropped eighty pages on {paper} into the box and slept on a bench.",
        ],
        more: ["Now I have to defend it before {prof}, who once made a grown man cry over a footnote."],
        hears: ["You did it!! And what comes next?", "Finally! Do you have to present it?"],
        echoes: ["The longest thing I ever wrote was a complaint about a blender."],
        asks: [
          "What did {me} write eighty pages about?",
          "With how much time left did {me} submit?",
          "How many pages did {me} hand in?",
        ],
        asksMore: ["Before whom must {me} defend?", "What is {me}'s examiner known for?"],
        when: "When did {me} submit the thesis?",
      },
      {
        tells: [
          "They're giving me the money for two years! The letter came {when}, I read it to the postman.",
          "{when} the envelope was finally thick. Two years, fees and rent, the postman hugged me.",
        ],
        more: ["I have to tutor first-years on Mondays in return. Apparently they cry too, but earlier in the term."],
        hears: ["I knew it! Is there a catch?", "Well deserved! What do they want for it?"],
        echoes: ["I'm still paying mine off, I'll be done when I'm fifty-two."],
        asks: [
          "For how long will {me}'s costs be covered?",
          "To whom did {me} read the letter?",
          "For how many years will {me} get money?",
        ],
        asksMore: ["What does {me} owe in exchange for the grant?", "Whom does {me} help on Mondays?"],
        when: "When did {me} learn of the scholarship?",
      },
      {
        tells: [
          "I got locked into the reading room {when}. The lights went off at ten and I was three floors down with a sandwich.",
          "So {when} I spent half the night among the shelves, since nobody checks the third basement.",
        ],
        more: ["The guard who freed me is from my village! We ended up eating my sandwich together."],
        hears: ["Only you! Who let you out?", "That's a nightmare. Or is it your dream?"],
        echoes: ["I got shut in a swimming pool once, they found me by the singing."],
        asks: [
          "Where was {me} trapped?",
          "What food did {me} have down there?",
          "Why did {me} spend half a night among the shelves?",
        ],
        asksMore: ["Where does the man who let {me} out come from?", "With whom did {me} share the sandwich?"],
        when: "When was {me} locked in?",
      },
    ],
    lists: [
      { asks: ["What letters and pages did {me} send and receive?"], of: [0, 1] },
      { asks: ["What has {me} been through at university?", "How is {me}'s education going?"], of: [0, 1, 2] },
    ],
    implied: [
      { asks: ["Would {me} call a reading room a second home?"], of: [0, 2] },
      {
        asks: ["Would {me} consider an academic career?", "What level of education does {me} likely have?"],
        of: [0, 1],
      },
    ],
  },
  {
    slots: { pup: ["Button", "Fig", "Sergeant"], place: ["behind a gas station", "in a box at the station"] },
    scenes: [
      {
        tells: [
          "We found him {place} {when}, all ribs and one ear up. He rode home inside my jacket.",
          "There's somebody new in my hallway since {when}. He was {place}, and he has decided that he's mine.",
        ],
        more: ["I call him {pup}. He answers to it, and to soup, and to my neighbor's doorbell."],
        hears: ["My heart! Does he have a name?", "Is he staying? What will you call him?"],
        echoes: ["My landlord doesn't even allow a hamster, I pet other people's at the park."],
        asks: [
          "Where did {me} find the stray?",
          "How did {me} bring him home?",
          "What was the dog that {me} found like?",
        ],
        asksMore: ["What is {me}'s puppy called?", "What does {me}'s pup react to?"],
        when: "When did {me} take in the stray?",
      },
      {
        tells: [
          "{when} he ate the left one. Only the left, of four pairs. I'm in sandals in November.",
          "Four pairs, and since {when} I own four right shoes. He looked so pleased.",
        ],
        more: [
          "The trainer says he is bored, so now we do a maze with cardboard every evening. I'm getting quite good at it.",
        ],
        hears: ["Oh dear. What can you do about it?", "I shouldn't laugh. Does he get enough to do?"],
        echoes: ["I have forty pairs and wear the same two, my closet is a museum."],
        asks: [
          "What did the animal chew at {me}'s place?",
          "What footwear does {me} wear late in the year?",
          "Which shoes did {me}'s puppy eat?",
        ],
        asksMore: ["What does {me} do in the evening against boredom?", "What did the expert tell {me}?"],
        when: "When did {me} lose the shoes?",
      },
      {
        tells: [
          "We had our first vet visit {when}, and he held the whole waiting room together. A Great Dane hid behind him.",
          "Shots {when}! He sat there like a king while a huge Dane trembled behind his back.",
        ],
        more: ["Twelve kilos, a heart like a clock, and apparently he's part corgi. That explains the hallway speed."],
        hears: ["What a hero! Is he healthy?", "Brave boy. What did they find out?"],
        echoes: ["I fainted at my own flu shot, they gave me the kids' sticker."],
        asks: [
          "Who hid behind {me}'s companion?",
          "Why was {me} in a waiting room?",
          "What happened at {me}'s first vet visit?",
        ],
        asksMore: ["Which breed is {me}'s companion partly?", "How much does {me}'s companion weigh?"],
        when: "When did {me} go to the vet?",
      },
    ],
    lists: [
      { asks: ["What has the puppy that {me} found eaten and visited?"], of: [0, 1, 2] },
      { asks: ["What has {me}'s dog done?", "What adventures has {me} had with the pet?"], of: [0, 1, 2] },
    ],
    implied: [
      { asks: ["Would {me} buy a second pair of sandals?"], of: [1] },
      {
        asks: [
          "Does {me} have pets that need walks?",
          "Would {me} be able to travel for a month without arranging care?",
        ],
        of: [0, 2],
      },
    ],
  },
];
