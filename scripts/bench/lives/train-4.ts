import type { Thread } from "./thread.ts";

export const trainFour: Thread[] = [
  {
    slots: { wood: ["a spruce forest", "the high moor", "the dunes"], bird: ["owls", "two cranes", "a nightjar"] },
    scenes: [
      {
        tells: [
          "Three nights in {wood} {when}, no signal, and it only rained on two of them. I slept better than in any hotel.",
          "I took the small tent to {wood} {when}. Beans from the can, socks in the tree, pure happiness.",
        ],
        more: [
          "On the last night there were {bird}, so close that I could hear the wings. I didn't even reach for the phone.",
        ],
        hears: ["You look so rested! Did you see anything?", "I'd be scared at night. Any visitors?"],
        echoes: ["For me a holiday starts with room service, and ends when the buffet closes."],
        asks: [
          "Where did {me} sleep without a signal?",
          "What did {me} eat out there?",
          "How did {me} sleep in the tent?",
        ],
        asksMore: ["Which birds did {me} notice at the end?", "What did {me} hear close by at night?"],
        when: "When did {me} sleep outdoors for three nights?",
      },
      {
        tells: [
          "We followed the ridge for nine hours {when}, and I cried a bit at the top. You could see three valleys.",
          "{when} I made it up there at last! Nine hours, two blisters, three valleys at once.",
        ],
        more: ["My brother proposed to his girlfriend at the summit and dropped the ring. We found it under a sheep."],
        hears: ["I have chills. Was it only you up there?", "What a day! Did anything happen at the top?"],
        echoes: ["I took the cable car and had strudel, the view is the same and my shoes stayed clean."],
        asks: [
          "How long did {me} walk along the ridge?",
          "What could {me} see from above?",
          "How many valleys did {me} see from the top?",
        ],
        asksMore: ["What did {me}'s brother lose?", "Who got engaged during {me}'s walk?"],
        when: "When did {me} reach the summit?",
      },
      {
        tells: [
          "I spent the whole of {when} flat on my back in the meadow with the kids from next door, counting shooting stars. We got to thirty-eight.",
          "Thirty-eight shooting stars {when}! The meadow was wet, my jacket is ruined, and I regret nothing.",
        ],
        more: ["The smallest one wished for a digger. A real one, with a seat for her grandmother."],
        hears: ["How magical. What did everyone wish for?", "I missed them all! Did the kids stay awake?"],
        echoes: ["I can't see a single one from my balcony, the car dealer leaves his sign on all night."],
        asks: [
          "How many meteors did {me} see?",
          "What got ruined while {me} lay in the grass?",
          "How many shooting stars did {me} count?",
        ],
        asksMore: [
          "What did the youngest child with {me} wish for?",
          "Who was to sit on the digger in the wish told by {me}?",
        ],
        when: "When did {me} watch the night sky?",
      },
    ],
    lists: [
      { asks: ["Where did {me} sleep, walk and count stars?"], of: [0, 1, 2] },
      { asks: ["What outdoor activities has {me} enjoyed?", "Where has {me} spent time in nature?"], of: [0, 1, 2] },
    ],
    implied: [
      { asks: ["Would {me} choose a tent or a hotel?"], of: [0] },
      {
        asks: [
          "Would {me} be more interested in a national park or a theme park?",
          "What kind of vacation would {me} prefer?",
        ],
        of: [0, 1],
      },
    ],
  },
  {
    slots: {
      tune: ["that slow waltz", "the one from the film", "my father's lullaby"],
      band: ["The Damp Matches", "Second Tuesday", "Gravel Road"],
    },
    scenes: [
      {
        tells: [
          "My fingertips are raw, I've been at {tune} since {when} and the F chord still sounds like a cat in a drawer.",
          "Don't laugh, I picked up the six strings again {when}. {tune}, very slowly, with lots of swearing.",
        ],
        more: ["It was my uncle's, it has a burn mark from a campfire in 1979. I won't let anyone polish it out."],
        hears: ["I want to hear it! Is it a new one?", "Everyone starts like that. Where did you get it?"],
        echoes: ["I gave my old one to the flea market, the neighbors sent flowers."],
        asks: [
          "What melody is {me} practicing?",
          "Which chord gives {me} trouble?",
          "Which chord does {me} have trouble with?",
        ],
        asksMore: ["Who owned {me}'s guitar before?", "What left a mark on {me}'s instrument?"],
        when: "When did {me} start playing again?",
      },
      {
        tells: [
          "We opened for {band} {when}! Eleven people in the room, nine of them related to the drummer, and I would do it again tomorrow.",
          "{when} I stood on an actual stage, before {band}. My voice broke in the second verse and they cheered anyway.",
        ],
        more: ["The owner paid us in soup. He says if we learn two more, we can have the last Friday of the month."],
        hears: ["A star is born! Did you get paid?", "I'm your biggest fan. Will there be another?"],
        echoes: ["I mime at birthdays, my own mother asked me to."],
        asks: [
          "For whom did {me} open?",
          "How big was {me}'s audience?",
          "Who was in the room when {me} opened on stage?",
        ],
        asksMore: ["What payment did {me} receive?", "Which evening may {me} get regularly?"],
        when: "When was {me} on stage?",
      },
      {
        tells: [
          "I found a crate of old vinyl at the dump {when}. The needle jumps, but there is a brass record in there that made me dance with the broom.",
          "{when} I carried home thirty kilos of records that someone had thrown out. Brass, tango, yodeling, everything.",
        ],
        more: ["I've sorted them by how much they scratch. The yodeling is flawless, naturally nobody ever played it."],
        hears: ["Lucky you! Where will you put them all?", "The broom! How do you keep them in order?"],
        echoes: ["I haven't owned a thing that plays since my phone does it, I just say the name and it comes."],
        asks: [
          "What did somebody throw away that {me} took home?",
          "With what did {me} dance?",
          "What did {me} find at the dump?",
        ],
        asksMore: ["How does {me} arrange the finds?", "Which of {me}'s records is in perfect shape?"],
        when: "When did {me} find the records?",
      },
    ],
    lists: [
      { asks: ["What has {me} played, opened for and found in music?"], of: [0, 1, 2] },
      { asks: ["What musical things has {me} done?", "How does music show up in {me}'s life?"], of: [0, 1, 2] },
    ],
    implied: [
      { asks: ["Would {me} be glad about a record player?"], of: [2] },
      { asks: ["Would {me} enjoy tickets to a concert?", "What instrument does {me} likely own?"], of: [0, 1] },
    ],
  },
];
