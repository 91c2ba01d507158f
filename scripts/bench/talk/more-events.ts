import type { Happening } from "./events.ts";

export const moreHappenings: Happening[] = [
  {
    slots: {
      book: ["The Salt Road", "Winter Orchard", "A Map of Small Hours", "The Glass Ferry", "Nine Lanterns"],
      feeling: [
        "I cried on the train",
        "I couldn't put it down until three",
        "it made me call my mother",
        "the ending annoyed me for a week",
      ],
      lender: ["the lady downstairs", "my old roommate", "a colleague", "my brother-in-law"],
    },
    opens: [
      "I finished {book} {when}.",
      "Have you read {book}? I got through it {when}.",
      "{book} kept me company {when}.",
    ],
    about: [
      "Reading is the only thing that quiets my head.",
      "My pile of books is finally shrinking.",
      "I spend too much at the bookstore.",
    ],
    asks: ["Worth it? How did you feel?", "I've heard of it. What did you think?", "Where do you keep finding these?"],
    details: [
      {
        says: ["Let's say {feeling}.", "I'll only say that {feeling}."],
        questions: ["How did {me} react to {book}?", "What did {me} feel after reading {book}?"],
      },
      {
        says: ["I had it from {lender}, who never wants anything back.", "It was a loan from {lender}."],
        questions: ["Who lent {me} {book}?", "From whom did {me} borrow {book}?"],
      },
    ],
    whens: ["When did {me} read {book}?", "When did {me} finish {book}?"],
    lists: ["What books has {me} read?"],
    opinions: ["Would {me} like a gift card for a bookstore?"],
  },
  {
    slots: {
      dish: ["ramen", "sourdough", "paella", "dumplings", "tiramisu"],
      trouble: [
        "the smoke alarm went off",
        "I forgot the salt entirely",
        "the dog got half of it",
        "it took six hours",
      ],
      guest: ["the whole choir", "my in-laws", "the neighbors from number nine", "my chess club"],
    },
    opens: [
      "I made {dish} from scratch {when}.",
      "My kitchen survived: I tried cooking {dish} {when}.",
      "Hosted a dinner {when} and served {dish}.",
    ],
    about: [
      "I want to cook one new dish a month.",
      "Cooking for people makes me happy.",
      "I'm getting braver with recipes.",
    ],
    asks: ["Did it work out?", "Who got to eat it?", "I'm hungry already. Any disasters?"],
    details: [
      {
        says: ["Sort of. At one point {trouble}.", "You know me, {trouble}. Still edible."],
        questions: ["What went wrong when {me} cooked {dish}?", "What mishap happened while {me} made {dish}?"],
      },
      {
        says: ["I fed {guest}, and nobody left early.", "{guest} came over, and they asked for seconds."],
        questions: ["Who did {me} serve {dish} to?", "Who ate the {dish} that {me} prepared?"],
      },
    ],
    whens: ["When did {me} cook {dish}?", "When did {me} serve {dish}?"],
    lists: ["What dishes has {me} cooked?"],
    opinions: ["Is {me} an adventurous cook?"],
  },
  {
    slots: {
      instrument: ["cello", "banjo", "accordion", "trumpet", "ukulele"],
      piece: ["an old sea song", "the tune from our school play", "half of a Bach minuet", "one lullaby, badly"],
      source: ["my grandfather's attic", "a flea market", "an online auction at 2 am", "a friend who moved away"],
    },
    opens: [
      "I've been learning the {instrument} since {when}.",
      "My neighbors hate me: I picked up the {instrument} {when}.",
      "New hobby alert, I began playing the {instrument} {when}.",
    ],
    about: [
      "I missed playing music.",
      "Learning an instrument as an adult is humbling.",
      "Maybe I'll find a band one day.",
    ],
    asks: ["What can you play so far?", "Brave! Where did you get one?", "Any songs yet?"],
    details: [
      {
        says: ["So far I know {piece}.", "I can manage {piece} without stopping."],
        questions: ["What can {me} play on the {instrument}?", "Which music did {me} learn on the {instrument} first?"],
      },
      {
        says: ["It came from {source}, dust included.", "I found it thanks to {source}."],
        questions: ["Where did {me} get the {instrument}?", "What is the origin of {me}'s {instrument}?"],
      },
    ],
    whens: ["When did {me} start playing the {instrument}?", "Since when has {me} been learning the {instrument}?"],
    lists: ["What instruments does {me} play?"],
    opinions: ["Might {me} want to join a local band?"],
  },
  {
    slots: {
      relative: ["my brother", "my aunt", "my grandmother", "my niece", "my best friend from college"],
      occasion: ["wedding", "graduation", "housewarming", "retirement party", "baby shower"],
      gift: ["a quilt with everyone's names", "an old photo I had restored", "tickets to an opera", "a lemon tree"],
    },
    opens: [
      "{when} was the {occasion} of {relative}, and I danced too much.",
      "I went to a {occasion} {when}, for {relative}.",
      "We celebrated {relative} {when}. A proper {occasion}!",
    ],
    about: [
      "I love these family celebrations.",
      "Those people mean the world to me.",
      "It was so good to see everyone at the celebration.",
    ],
    asks: ["How sweet! What did you give?", "What present did you bring?", "I bet there were speeches."],
    details: [
      {
        says: ["I brought {gift}, and there were tears.", "After weeks of thinking, {gift}."],
        questions: ["What gift did {me} bring to the {occasion}?", "What present did {me} give at the {occasion}?"],
      },
    ],
    whens: ["When was the {occasion} that {me} attended?", "When did {me} go to the {occasion}?"],
    lists: ["Which family celebrations did {me} attend?"],
    opinions: ["Does {me} seem close to relatives and old friends?"],
  },
  {
    slots: {
      trouble: ["migraines", "back pain", "insomnia", "a sprained ankle", "allergies"],
      advice: ["no screens after nine", "swimming twice a week", "a special pillow", "cutting out coffee"],
      helper: ["Dr. Osei", "the physio on Mill Street", "a specialist my mom knows", "the clinic near the park"],
    },
    opens: [
      "I finally saw someone about my {trouble} {when}.",
      "{when} I had an appointment because of the {trouble}.",
      "The {trouble} got so bad that I went in {when}.",
    ],
    about: [
      "I shouldn't have waited so long with my health.",
      "I'm trying to take better care of my health.",
      "Problems like that don't fix themselves.",
    ],
    asks: ["I'm sorry. What did they say?", "Good that you went! Who did you see?", "Did they give you anything?"],
    details: [
      {
        says: ["I'm supposed to try {advice}. We'll see.", "The plan is {advice}, for a month at least."],
        questions: [
          "What was {me} advised to do about the {trouble}?",
          "What treatment was suggested to {me} for {trouble}?",
        ],
      },
      {
        says: ["It was {helper}. I felt heard for once.", "I was sent to {helper}, very kind."],
        questions: ["Who did {me} consult about the {trouble}?", "Which doctor treated {me}'s {trouble}?"],
      },
    ],
    whens: ["When did {me} see a doctor about {trouble}?", "When was {me}'s appointment for {trouble}?"],
    lists: ["What health problems has {me} dealt with?"],
    opinions: ["Does {me} take care of health problems early?"],
  },
];
