import type { Thread } from "./thread.ts";

export const trainTwo: Thread[] = [
  {
    slots: {
      town: ["the coast", "a farmhouse", "a smaller town"],
      thing: ["the old piano", "my bike", "grandpa's watch"],
    },
    scenes: [
      {
        tells: [
          "I sold {thing} {when} to cover the heating. It hurt, but the radiator is warm and that counts too.",
          "So {thing} is gone since {when}. The winter bill came and there was no other way this time.",
        ],
        more: [
          "A student bought it and promised to send me a picture every year. He even cried a little, the sweet boy.",
        ],
        hears: [
          "I'm sorry, I know what it meant to you. Who has it now?",
          "That must have been hard. Did it go to a good place at least?",
        ],
        echoes: [
          "I just had solar panels put on the roof, the man says they pay for themselves by the time I'm sixty.",
        ],
        asks: [
          "What did {me} part with to pay for warmth?",
          "Which possession did {me} let go of?",
          "What did {me} sell to cover the heating?",
        ],
        asksMore: ["Who is the new owner of what {me} sold?", "What did the buyer promise {me}?"],
        when: "When did {me} sell something dear?",
      },
      {
        tells: [
          "My card got declined {when} at the bakery, over two rolls. I pretended I had left the stove on.",
          "Picture this, {when}, long line behind me, and the machine says no. Over two rolls and a juice!",
        ],
        more: ["The girl at the counter winked and packed them anyway. I brought her tulips once I got paid."],
        hears: ["Oh no, I would have died. What did they say?", "Ouch. Did you have to put it all back?"],
        echoes: ["I never look at prices in bakeries, that is what I work for, I tell myself."],
        asks: [
          "What embarrassing thing happened to {me} at the bakery?",
          "What was {me} unable to buy?",
          "What happened when {me}'s card got declined?",
        ],
        asksMore: ["How did {me} thank the kind cashier?", "What flowers did {me} bring somebody?"],
        when: "When was {me}'s payment refused?",
      },
      {
        tells: [
          "I'm counting every coin this year. {when} I took a second shift, stacking shelves from ten to two at night.",
          "Since {when} I stack shelves from ten to two, on top of the day shift. My feet have filed a complaint.",
        ],
        more: ["The night crew is a riot though, there is an ex-opera singer who does the announcements."],
        hears: ["When do you sleep?! Are the people nice at least?", "You're a machine. Who do you work with there?"],
        echoes: ["I asked for fewer hours myself, I want my Wednesdays for the sauna."],
        asks: [
          "What extra work does {me} do at night?",
          "Until what hour does {me} stack shelves?",
          "When does {me} stack shelves?",
        ],
        asksMore: ["Who makes the announcements where {me} works?", "What former performer works alongside {me}?"],
        when: "When did {me} take on a second shift?",
      },
    ],
    lists: [
      { asks: ["What has {me} sold and which shift did {me} add to pay the bill?"], of: [0, 2] },
      { asks: ["How has {me} tried to save or earn money?", "What did {me} do to make ends meet?"], of: [0, 2] },
    ],
    implied: [
      { asks: ["Does {me} have enough on the card to pay every bill?"], of: [0, 1] },
      { asks: ["What might {me}'s financial status be?", "Is {me} likely to be wealthy?"], of: [0, 1, 2] },
      { asks: ["Would {me} easily afford an expensive vacation?"], of: [1, 2] },
    ],
  },
  {
    slots: { hall: ["the sports hall", "the old gym by the river"], place: ["fourth", "ninth", "second to last"] },
    scenes: [
      {
        tells: [
          "I signed us up {when} for the half, so now there is no way back. Twenty-one kilometers, me, who used to take the lift to the first floor.",
          "No more excuses, I paid the fee {when}. Twenty-one kilometers in October, pray for my knees.",
        ],
        more: [
          "A lady from my building drags me out at dawn. She is seventy-one and she waits for me at every corner.",
        ],
        hears: ["That's huge! How do you keep at it?", "Amazing! Are you doing it by yourself?"],
        echoes: ["I only run when the bus is leaving, and even then I think about it first."],
        asks: [
          "What distance did {me} commit to?",
          "What did {me} pay a fee for?",
          "How many kilometers will {me} run?",
        ],
        asksMore: ["Who accompanies {me} in the morning?", "How old is {me}'s training partner?"],
        when: "When did {me} register for the run?",
      },
      {
        tells: [
          "We play on Thursdays in {hall}, five against five, and {when} I scored for the first time in my life. With my shin, but still.",
          "It went in off my shin {when}! First goal ever, the whole {hall} heard me.",
        ],
        more: ["They made me wear the silly hat for the rest of the evening. It has bells."],
        hears: ["Haha, legend! Did the team celebrate you?", "A goal is a goal! What did the others do?"],
        echoes: ["I tore a ligament at a company match once and swore off anything with a ball."],
        asks: [
          "With which body part did {me} score?",
          "On which day of the week does {me} play?",
          "How did {me} score the first goal?",
        ],
        asksMore: ["What did {me} have to put on after the goal?", "What was attached to the hat {me} wore?"],
        when: "When did {me} score?",
      },
      {
        tells: [
          "The lake was nine degrees {when} and I stayed in for four minutes. My skin looked like a lobster's.",
          "{when} I went in with the winter group. Nine degrees, four minutes, and I felt like a lion all day.",
        ],
        more: ["I came out {place}, if that counts. They give you hot broth and nobody laughs at your hat."],
        hears: ["You are out of your mind, I love it. Do you compete or just suffer together?", "Brr! And afterwards?"],
        echoes: ["I need the bath at forty-one degrees and a book, anything colder is an insult."],
        asks: [
          "How cold was the water when {me} went in?",
          "How long did {me} last in the lake?",
          "How long did {me} stay in the cold lake?",
        ],
        asksMore: ["What warm thing does {me} get after the cold?", "How did {me} rank among the swimmers?"],
        when: "When did {me} go into the icy lake?",
      },
    ],
    lists: [
      { asks: ["What did {me} sign up for, play and swim?"], of: [0, 1, 2] },
      { asks: ["What sports does {me} do?", "Which physical activities does {me} take part in?"], of: [0, 1, 2] },
    ],
    implied: [
      { asks: ["Is {me} fit enough for twenty-one kilometers?"], of: [0, 2] },
      { asks: ["Would {me} be considered an athletic person?", "Does {me} lead an active lifestyle?"], of: [0, 1, 2] },
    ],
  },
];
