import type { Thread } from "./thread.ts";

export const heldFour: Thread[] = [
  {
    slots: { land: ["Georgia", "the Azores", "Eritrea"], soup: ["the sour soup", "the bean stew"] },
    scenes: [
      {
        tells: [
          "My grandmother called from {land} {when}, and for the first time I understood all of it, even the curses.",
          "{when} I held out a whole hour on the phone with grandma in {land}, without my mother translating. Even the curses!",
        ],
        more: [
          "She's ninety-three and wants to know why I'm not married. In that tongue there are four words for single, all rude.",
        ],
        hears: ["What did she want to know?", "She must be so happy! What did you two talk about?"],
        echoes: ["I took two years of French and can order exactly one sandwich."],
        asks: [
          "Who phoned {me} from abroad?",
          "How long did {me} talk on the phone?",
          "What could {me} understand of grandma's call?",
        ],
        asksMore: ["How old is the relative {me} talked to?", "What does the relative ask {me} about?"],
        when: "When did {me} phone with the grandmother?",
      },
      {
        tells: [
          "I cooked {soup} for my building {when}, the way it is done in {land}, and the Finn from the ground floor asked for the pot.",
          "The hallway smelled of {land} {when}. {soup}, six hours, and not a spoonful left.",
        ],
        more: [
          "You need a herb that nobody sells here. My uncle mails it in birthday cards, the customs dogs hate him.",
        ],
        hears: ["I want some! Is it hard to make?", "Six hours! Where do you get the stuff for it?"],
        echoes: ["I burn water, my kettle has a whistle, a light and my brother's phone number."],
        asks: [
          "What did {me} prepare for the building?",
          "Who wanted the whole pot from {me}?",
          "How long did {me} cook the soup?",
        ],
        asksMore: ["How does {me} obtain the rare herb?", "Who mails something to {me} in cards?"],
        when: "When did {me} cook for the neighbors?",
      },
      {
        tells: [
          "The papers are through! {when} I raised my hand in a room with flags and forty others, and mumbled the second verse.",
          "I'm official since {when}. Forty of us, a judge with a cold, and a little flag on a stick.",
        ],
        more: [
          "My father framed the old passport and hung it beside the new one. He says one is the root and one is the roof.",
        ],
        hears: ["Congratulations!! How did your parents take it?", "I wish I'd been there. What did the family say?"],
        echoes: ["I've never lived more than two streets from where I was born, they'll bury me behind the bakery."],
        asks: [
          "How many others were sworn in with {me}?",
          "What was wrong with {me}'s judge?",
          "What did {me} get from the judge?",
        ],
        asksMore: ["What did {me}'s father put on the wall?", "How does {me}'s dad describe both passports?"],
        when: "When did {me} become a citizen?",
      },
    ],
    lists: [
      { asks: ["How did {me} speak, cook and call as in the grandmother's land?"], of: [0, 1] },
      {
        asks: ["How does {me} keep in touch with the home country?", "What connects {me} to family heritage?"],
        of: [0, 1],
      },
    ],
    implied: [
      { asks: ["Is {me} proud of having two passports and a flag?"], of: [2] },
      { asks: ["What is {me}'s ethnic background?", "Is {me} bilingual?"], of: [0, 1] },
      { asks: ["Was {me} born in the country of residence?"], of: [2] },
    ],
  },
  {
    slots: { crop: ["courgettes", "beans", "the old pear"], pest: ["slugs", "a very fat pigeon"] },
    scenes: [
      {
        tells: [
          "It's {crop} until the end of time here. {when} I left a basket on every doorstep in the street and ran.",
          "{when} I gave away the last of {crop}, in baskets, at night, like a thief in reverse.",
        ],
        more: ["The secret is coffee grounds and rude songs. My late neighbor swore by both."],
        hears: ["Mine always die! What do you do to them?", "So it was you! How do you get that much?"],
        echoes: ["I killed a plastic fern, it melted on the radiator."],
        asks: [
          "What did {me} leave on doorsteps?",
          "At what time of day did {me} hand out baskets?",
          "What did {me} leave in baskets on the doorsteps?",
        ],
        asksMore: ["What is {me}'s secret for a good harvest?", "Who taught {me} the trick with coffee?"],
        when: "When did {me} give away the harvest?",
      },
      {
        tells: [
          "I lost the whole bed of lettuce to {pest} {when}. I have declared war and bought a lamp.",
          "War! {when} it was {pest}, and in the morning there were only stalks.",
        ],
        more: ["A duck would help, says the man at the allotment. He'd lend me his, she's called Duchess."],
        hears: ["Oh no, after all that work. What can one do?", "My condolences. Any plan?"],
        echoes: ["I buy mine in a bag, it comes washed and it has never seen a worm."],
        asks: ["What ate {me}'s lettuce?", "What was left of {me}'s bed?", "What ate the lettuce of {me}?"],
        asksMore: ["What animal was recommended to {me}?", "What is the name of the duck {me} could borrow?"],
        when: "When was {me}'s lettuce destroyed?",
      },
      {
        tells: [
          "I put four hundred bulbs into the roundabout {when}, at dawn, in an orange vest so that nobody would ask.",
          "Don't tell the council: {when} I dug up the roundabout. Four hundred bulbs, orange vest, nobody said a word.",
        ],
        more: ["In spring it will say HELLO, if I measured right. It may also say HELL."],
        hears: [
          "You're a criminal, and I adore you. What will it look like?",
          "In an orange vest! When will we see something?",
        ],
        echoes: ["I drive that roundabout twice a day, I always miss my exit."],
        asks: [
          "What did {me} wear so as not to be asked?",
          "What did {me} put into the roundabout?",
          "How many bulbs did {me} dig into the roundabout?",
        ],
        asksMore: ["Which word should appear in spring thanks to {me}?", "What might {me}'s writing say by mistake?"],
        when: "When did {me} work on the roundabout?",
      },
    ],
    lists: [
      { asks: ["What baskets, lettuce and bulbs has {me} had in the garden?"], of: [0, 1, 2] },
      { asks: ["What has {me} planted?", "What gardening has {me} done?"], of: [0, 1, 2] },
    ],
    implied: [
      { asks: ["Would {me} be glad about four hundred more bulbs?"], of: [2] },
      {
        asks: ["Would {me} prefer a flat in the center or a house with a yard?", "Is {me} fond of plants?"],
        of: [0, 2],
      },
    ],
  },
];
