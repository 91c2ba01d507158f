import type { Thread } from "./thread.ts";

export const heldTwo: Thread[] = [
  {
    slots: { level: ["nine point four", "way over the line"], food: ["the jam", "white rolls", "my three sugars"] },
    scenes: [
      {
        tells: [
          "The results came {when} and the number was {level}. From now on I prick my finger four times a day.",
          "{when} she sat me down and turned the screen: {level}. I've got a little kit now, with needles and a diary.",
        ],
        more: ["My dad had it too, he used to hide toffees in the piano. I finally understand my mother's face."],
        hears: ["I'm so sorry. Does it run in the family?", "That's a shock. Did you see it coming?"],
        echoes: ["Mine were perfect for once, I framed the page and hung it over the chips."],
        asks: [
          "How often must {me} prick a finger?",
          "What was the result {me} was shown?",
          "How often does {me} prick a finger a day?",
        ],
        asksMore: ["Where did {me}'s father conceal sweets?", "Who else in {me}'s family was ill?"],
        when: "When did {me} get the test results?",
      },
      {
        tells: [
          "I said goodbye to {food} {when}. There was a small ceremony, my roommate played the kazoo.",
          "Since {when} the shelf is empty, {food} went first. I chew celery and stare at bakeries.",
        ],
        more: ["I've found one chocolate that's allowed. It tastes like a candle but it's mine."],
        hears: [
          "You're so disciplined! Is there anything nice left?",
          "I couldn't. What do you do when you crave something?",
        ],
        echoes: ["I had cake for breakfast, somebody has to keep the average up."],
        asks: [
          "What did {me} give up eating?",
          "Which instrument was played at {me}'s little ceremony?",
          "What did {me} say goodbye to?",
        ],
        asksMore: ["What sweet may {me} still have?", "What does {me} compare the chocolate to?"],
        when: "When did {me} change what is on the shelf?",
      },
      {
        tells: [
          "I went grey in the supermarket {when} and a boy of ten knew exactly what to do: juice, chair, talk.",
          "Strange day {when}: my legs went, between the pasta and the soap, and a ten-year-old saved me with apple juice.",
        ],
        more: ["His grandma has the same. I'm sending him the biggest model ship I can find."],
        hears: ["What a kid! How did he know?", "Thank heavens. Will you thank him?"],
        echoes: ["I only get weak in supermarkets when I see the total."],
        asks: [
          "Who rescued {me} while shopping?",
          "What was {me} given to get better?",
          "Who helped when {me}'s legs went in the supermarket?",
        ],
        asksMore: ["What present does {me} plan for the boy?", "How come the boy knew what to do for {me}?"],
        when: "When did {me} nearly collapse?",
      },
    ],
    lists: [
      { asks: ["What number did {me} get and what happened in the supermarket?"], of: [0, 2] },
      { asks: ["How has {me}'s illness affected daily life?", "What health troubles has {me} had?"], of: [0, 1, 2] },
    ],
    implied: [
      { asks: ["Should {me} carry juice in the supermarket?"], of: [2] },
      {
        asks: ["What medical condition does {me} likely have?", "Would {me} accept a slice of birthday cake?"],
        of: [0, 1, 2],
      },
    ],
  },
  {
    slots: { board: ["a nine-footer", "a dented longboard"], hour: ["before five", "at first light"] },
    scenes: [
      {
        tells: [
          "I'm out on the water {hour}, and {when} I finally stood up for more than a second. {board}, second hand, smells of wax and luck.",
          "{when} I stood! On {board}, for one whole breath, with only gulls as witnesses.",
        ],
        more: ["From my door it's eleven minutes barefoot. The sand gets into the bed, the bread, everything."],
        hears: ["Woohoo! Is it far for you?", "I'm so jealous. How do you get there so early?"],
        echoes: ["I've been in the sea twice, and both times something touched me."],
        asks: ["On what did {me} stand up?", "Who saw {me} succeed?", "What board did {me} stand up on?"],
        asksMore: ["How long does {me} walk there?", "What gets into {me}'s bed?"],
        when: "When did {me} first stand up on the board?",
      },
      {
        tells: [
          "The storm took my fence {when} and left me a buoy in exchange. It's orange and it's huge.",
          "There's a buoy in my front yard since {when}, and no more fence. The wind has a sense of humor here.",
        ],
        more: ["The harbor master laughed and said, keep it. So the mailman now calls me captain."],
        hears: ["Wow! Do you have to give it back?", "That's a big toy. Whose is it?"],
        echoes: ["We had hail here, it went through my tomatoes like a machine gun."],
        asks: [
          "What did the wind carry to {me}'s yard?",
          "What did {me} lose in the storm?",
          "What did the storm take from {me}?",
        ],
        asksMore: ["What nickname did {me} get from the mailman?", "Who allowed {me} to keep it?"],
        when: "When was the storm at {me}'s place?",
      },
      {
        tells: [
          "We carried forty turtles down to the foam {when}, in buckets, by torchlight. I named every one of mine.",
          "{when} I was on turtle duty. Forty of them, in buckets, and the last one took an hour to leave.",
        ],
        more: [
          "They tag the flippers, so I'll get a message when one of mine turns up somewhere. In about twenty years.",
        ],
        hears: [
          "That's the most beautiful thing I've heard all week. Will you ever see them again?",
          "By torchlight! Do they survive?",
        ],
        echoes: ["My turtle at school was called Speedy and outlived three headmasters."],
        asks: [
          "How many hatchlings did {me} carry?",
          "In what did {me} carry the little ones?",
          "How many turtles did {me} carry?",
        ],
        asksMore: ["How will {me} hear from them again?", "After how many years may {me} get a message?"],
        when: "When did {me} help the turtles?",
      },
    ],
    lists: [
      { asks: ["What has {me} done with boards and turtles on the water?"], of: [0, 2] },
      { asks: ["What has {me} done at the shore?", "Which experiences has {me} had by the ocean?"], of: [0, 2] },
    ],
    implied: [
      { asks: ["Would {me} know what to do in a storm?"], of: [1] },
      {
        asks: ["Does {me} live close to a beach or to the mountains?", "What kind of place is {me}'s hometown?"],
        of: [0, 1],
      },
    ],
  },
];
