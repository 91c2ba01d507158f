import type { Thread } from "./thread.ts";

export const trainOne: Thread[] = [
  {
    slots: { verse: ["a line my grandmother used to say", "the one about the shepherd", "a psalm I know by heart"] },
    scenes: [
      {
        tells: [
          "I've been going to the early service {when}, the pews are half empty at that hour and honestly that is how I like it.",
          "Guess who was up at six {when}? Me, in the third row, singing along with five old ladies. It sets me right for the week.",
        ],
        more: ["Afterwards we make sandwiches in the basement for whoever comes by. Forty people showed up this time!"],
        hears: [
          "That sounds peaceful. What do you do once it's over?",
          "Six in the morning, you are brave! And then straight home?",
        ],
        echoes: [
          "My parents used to drag me along every week, I stopped the day I turned sixteen and never looked back.",
        ],
        asks: [
          "What does {me} do early in the morning before the week begins?",
          "Where does {me} sit with a handful of elderly women?",
          "What does {me} do at the early service?",
        ],
        asksMore: [
          "What meal does {me} help prepare for visitors?",
          "How many visitors were fed in the basement by {me}?",
        ],
        when: "When did {me} get up at dawn to sing?",
      },
      {
        tells: [
          "Before the operation {when} I kept repeating {verse}. I don't know how people get through such things without it.",
          "I had {verse} on a scrap of paper in my pocket {when}, all the way into the operating room.",
        ],
        more: [
          "The scar is tiny. They say I can lift my arm above the shoulder again by spring, if I do the boring stretches.",
        ],
        hears: [
          "You must have been so nervous. How are you healing up?",
          "I'm glad that carried you. Is everything mending?",
        ],
        echoes: ["When I had my knee done I just played loud punk on my headphones the whole time, to each their own."],
        asks: [
          "What did {me} carry to the surgery for comfort?",
          "What words gave {me} strength before surgery?",
          "What did {me} repeat before the operation?",
        ],
        asksMore: ["When is {me} expected to recover the use of the arm?", "What must {me} do to regain movement?"],
        when: "When was {me}'s surgery?",
      },
      {
        tells: [
          "We painted the hall for the nativity play {when}. I am one of the three kings this year, with a beard made of cotton.",
          "Rehearsals for the nativity started {when}, and they gave me a crown and a very itchy beard.",
        ],
        more: ["It's on the twentieth at five, and my nephew is the donkey. Come, there will be cinnamon rolls."],
        hears: ["Oh I would pay to see that. Is it open to anyone?", "A king! Who else is in it?"],
        echoes: ["I was a tree in my only school play. I fainted in the second act, so my stage life was short."],
        asks: [
          "What part does {me} play on stage in December?",
          "What costume was {me} given?",
          "What role does {me} have in the nativity play?",
        ],
        asksMore: ["Who in {me}'s family performs as an animal?", "What pastry will there be at {me}'s performance?"],
        when: "When did {me} start rehearsing?",
      },
    ],
    lists: [
      { asks: ["What does {me} do in church life besides singing at the service?"], of: [0, 2] },
      {
        asks: ["What does {me} do with the parish?", "In what ways is {me} involved in the congregation?"],
        of: [0, 2],
      },
    ],
    implied: [
      { asks: ["What helps {me} to get through an operation?"], of: [1] },
      { asks: ["Would {me} be considered religious?", "Is {me} likely to believe in God?"], of: [0, 1, 2] },
    ],
  },
  {
    slots: {
      desk: ["the insurance desk", "that call center", "the tax office"],
      field: ["hospice", "the burn unit", "the maternity ward"],
    },
    scenes: [
      {
        tells: [
          "I handed in my notice {when}. Nine years at {desk}, and my hands were shaking when I put the envelope down.",
          "Well, I did it, {when} I told them I'm leaving {desk}. Nine years is enough for anybody.",
        ],
        more: ["They gave me a cactus and a card that only four people signed. I laughed all the way to the bus."],
        hears: [
          "Wow, you really went through with it! How did they take it?",
          "I'm so proud of you. Did they at least throw a little party?",
        ],
        echoes: [
          "I could never leave mine, the pension is too good, and my manager lets me go home at three on Fridays.",
        ],
        asks: [
          "Where did {me} work for nearly a decade?",
          "What job did {me} quit?",
          "How many years did {me} spend at the job {me} is leaving?",
        ],
        asksMore: [
          "What farewell present did {me} receive from colleagues?",
          "What did {me}'s coworkers hand over on the last day?",
        ],
        when: "When did {me} resign?",
      },
      {
        tells: [
          "I spent three nights shadowing on {field} {when}. I held an old man's hand for an hour and it didn't feel like work at all.",
          "They let me follow the night shift on {field} {when}, and I came home wide awake and sure about something for once.",
        ],
        more: [
          "The woman who trained me said I have the quiet that it takes. I have been carrying that sentence around ever since.",
        ],
        hears: [
          "That gave me goosebumps. What did the others there think of you?",
          "I can picture you there. Did anyone give you feedback?",
        ],
        echoes: ["Hospitals make me dizzy, I had to sit down just visiting my uncle after his hip."],
        asks: [
          "What did {me} observe during the nights?",
          "Where did {me} try out a shift?",
          "What did {me} do on the night shift?",
        ],
        asksMore: ["What compliment did {me} get from the person in charge?", "What quality was praised in {me}?"],
        when: "When did {me} shadow the night staff?",
      },
      {
        tells: [
          "I've got anatomy flashcards all over the bathroom mirror. The entrance test was moved {when} and I need a hundred more points.",
          "Could you quiz me on bones sometime? They moved the entrance test {when}, and I keep mixing up the wrist.",
        ],
        more: ["My sister lends me her attic two evenings a week, since my neighbors have discovered karaoke."],
        hears: [
          "Happy to! Where do you even find the quiet to learn?",
          "You'll be great. How do you concentrate at your place?",
        ],
        echoes: ["I barely passed my driving theory, tests turn my brain to porridge."],
        asks: [
          "What is {me} memorizing at home?",
          "Which part of the body does {me} confuse?",
          "What does {me} have on the bathroom mirror?",
        ],
        asksMore: ["Where does {me} go to study?", "What noise bothers {me} while preparing?"],
        when: "When was {me}'s exam rescheduled?",
      },
    ],
    lists: [
      { asks: ["Which nights and tests has {me} gone through since leaving the desk?"], of: [0, 1, 2] },
      {
        asks: ["What steps has {me} taken towards a new career?", "How has {me} prepared for a different profession?"],
        of: [0, 1, 2],
      },
    ],
    implied: [
      { asks: ["Would {me} make a good nurse?"], of: [1, 2] },
      {
        asks: ["What fields would {me} be likely to pursue?", "What profession might {me} have in a few years?"],
        of: [1, 2],
      },
      { asks: ["Is {me} willing to take risks with employment?"], of: [0] },
    ],
  },
  {
    slots: { beast: ["tabby", "beagle", "pair of rabbits"], name: ["Clover", "Bruno", "Pickle"] },
    scenes: [
      {
        tells: [
          "My eyes swelled shut at my cousin's place {when}, all because her {beast} slept on the coat I borrowed.",
          "Worst evening {when}: my cousin's {beast} sat on my lap for two minutes and I sneezed until midnight.",
        ],
        more: ["The pharmacist gave me the strong tablets, the ones that make you forget your own address."],
        hears: ["Poor you! Did anything help?", "Oh no. Couldn't you take something for it?"],
        echoes: ["Mine sleeps on my pillow every night, I have fur in my tea and I couldn't be happier."],
        asks: [
          "What caused {me}'s eyes to puff up?",
          "Whose animal made {me} sneeze?",
          "Why did {me} sneeze until midnight?",
        ],
        asksMore: ["What did {me} take against the reaction?", "Who gave {me} something that makes one drowsy?"],
        when: "When did {me} have the sneezing fit?",
      },
      {
        tells: [
          "There's a tank on my kitchen counter since {when}! Six little orange fellows, and they all come to the glass when I cook.",
          "I finally brought some life into the flat {when}: six fish, and I talk to them more than to my neighbors.",
        ],
        more: ["The bossy one is called {name}. He chases everybody away from the plastic castle."],
        hears: ["How cute! Do they have names yet?", "I love it. Is there a favorite already?"],
        echoes: ["I once kept a goldfish for eleven years, my mom suspects that my dad replaced it twice."],
        asks: [
          "What animals live in {me}'s kitchen?",
          "How many fish did {me} buy?",
          "Which fish does {me} have on the kitchen counter?",
        ],
        asksMore: ["What did {me} name the dominant fish?", "What does {me}'s fish guard?"],
        when: "When did {me} set up the aquarium?",
      },
      {
        tells: [
          "Took my neighbor's gecko for the holidays {when}. No hair, no noise, eats crickets, I'm in love.",
          "You won't believe who I have been babysitting {when}: a gecko! Cool to the touch, and my nose stays dry.",
        ],
        more: ["He got out once and I found him behind the toaster, perfectly warm and not one bit sorry."],
        hears: ["A gecko, you? Any trouble with it?", "Ha! Did it behave?"],
        echoes: ["I can't do anything with scales, I scream at garden hoses."],
        asks: [
          "Which creature did {me} look after for a neighbor?",
          "What did {me} babysit?",
          "What does the gecko that {me} took eat?",
        ],
        asksMore: ["Where was the escaped creature that {me} kept?", "Where did {me} discover the runaway?"],
        when: "When did {me} watch the neighbor's reptile?",
      },
    ],
    lists: [
      { asks: ["Which animals slept, swam or crawled at {me}'s place or on {me}'s lap?"], of: [0, 1, 2] },
      { asks: ["What pets has {me} cared for?", "Which animals has {me} kept at home?"], of: [1, 2] },
    ],
    implied: [
      { asks: ["Would a gecko or a cat be the better animal for {me}?"], of: [0, 2] },
      {
        asks: ["What pets wouldn't cause any discomfort to {me}?", "Could {me} adopt a kitten without trouble?"],
        of: [0, 2],
      },
      { asks: ["What condition might {me} suffer from?"], of: [0] },
    ],
  },
];
