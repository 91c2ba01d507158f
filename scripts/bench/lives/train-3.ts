import type { Thread } from "./thread.ts";

export const trainThree: Thread[] = [
  {
    slots: {
      wall: ["the bus depot", "our stairwell", "the kindergarten"],
      tone: ["ochre", "deep teal", "a rusty red"],
    },
    scenes: [
      {
        tells: [
          "My hands are still {tone}. {when} they let me do the whole north wall of {wall}, ladders and all.",
          "I got the go-ahead {when} for {wall}! Eleven meters of bare plaster, and everything will be in {tone}.",
        ],
        more: ["It's herons. Three of them, and one has my grandfather's nose, but don't tell my mom."],
        hears: [
          "That's incredible, I can't wait to see it. What will be on it?",
          "All yours! Do you know what you'll show?",
        ],
        echoes: ["I tried doing my bathroom in green last year, it looks like the inside of a frog."],
        asks: [
          "What surface was {me} allowed to decorate?",
          "Which tint did {me} pick for the mural?",
          "Which wall is {me} allowed to paint?",
        ],
        asksMore: ["What birds did {me} depict?", "Whose feature did {me} hide in the picture?"],
        when: "When did {me} get permission for the mural?",
      },
      {
        tells: [
          "I fired my first teapot {when}. The spout leans like a drunk sailor but it pours.",
          "Out of the oven {when}: one teapot, wonky, watertight. I may never buy crockery again.",
        ],
        more: ["The glaze has real ash in it, from the stove of the man next to me. He is ninety and never speaks."],
        hears: [
          "You have to pour me a cup from it! What gives it that shine?",
          "Wonky is charming. How did you get that surface?",
        ],
        echoes: ["Everything I own is from the discount shelf, I break a plate a week anyway."],
        asks: [
          "What did {me} shape and bake?",
          "What is crooked about the thing {me} made?",
          "What is wrong with the spout of {me}'s teapot?",
        ],
        asksMore: ["What unusual ingredient did {me} use for the finish?", "How old is the silent man beside {me}?"],
        when: "When did {me} finish the first piece of pottery?",
      },
      {
        tells: [
          "I've filled a whole notebook since {when} with strangers on the tram. Mostly noses and umbrellas.",
          "The tram is my studio now. Since {when} I draw whoever sits across, and nobody has hit me yet.",
        ],
        more: ["One old man noticed and posed! He asked for the page, so I tore it out and gave it to him."],
        hears: ["Ha, do they ever catch you?", "I'd be so flattered. Has anyone said something?"],
        echoes: ["On the tram I sleep with my mouth open, please never sit across from me."],
        asks: [
          "What does {me} do while riding public transport?",
          "What subjects fill {me}'s notebook?",
          "Whom does {me} draw on the tram?",
        ],
        asksMore: ["What did {me} give to a passenger?", "How did a stranger react to {me} sketching?"],
        when: "When did {me} begin sketching commuters?",
      },
    ],
    lists: [
      { asks: ["What has {me} painted, fired and drawn?"], of: [0, 1, 2] },
      { asks: ["What kinds of art does {me} make?", "Which creative hobbies does {me} have?"], of: [0, 1, 2] },
    ],
    implied: [
      { asks: ["Would {me} enjoy a set of brushes for painting?"], of: [0, 2] },
      {
        asks: ["Would {me} rather spend an afternoon in a gallery or at a stadium?", "Is {me} an artistic person?"],
        of: [0, 1, 2],
      },
    ],
  },
  {
    slots: { weight: ["3,100 grams", "almost four kilos"], girl: ["Ida", "Noor", "Lotte"] },
    scenes: [
      {
        tells: [
          "She's here!! {when}, at ten past four in the morning, {weight}, and a head full of black hair.",
          "I haven't slept but who cares, {girl} arrived {when}, {weight}, and she has my chin.",
        ],
        more: ["We call her {girl}, after the midwife's mother. Long story, there was a snowstorm."],
        hears: [
          "Oh my goodness, congratulations! What's her name?",
          "I'm crying at the office. How did you choose the name?",
        ],
        echoes: ["My sister wants a fourth one, I told her I've run out of presents."],
        asks: [
          "How heavy was {me}'s newborn?",
          "At what hour was {me}'s daughter born?",
          "When in the morning did {me}'s daughter arrive?",
        ],
        asksMore: ["What did {me} name the baby?", "Whom is {me}'s child named after?"],
        when: "When did {me} become a parent?",
      },
      {
        tells: [
          "The eldest lost a tooth {when} and wrote the fairy a bill. Four euros, with tax.",
          "{when} my oldest put an invoice under the pillow instead of the tooth. I was speechless, and poorer.",
        ],
        more: ["The middle one now wiggles his all day so he can open a bank account too."],
        hears: ["Haha, that kid is going places! And the others?", "I'm dying. Is it catching on?"],
        echoes: ["I had braces until nineteen, the tooth fairy owes me damages."],
        asks: [
          "What did {me}'s oldest demand from the tooth fairy?",
          "What note was left under the pillow at {me}'s home?",
          "What did {me}'s oldest write to the fairy?",
        ],
        asksMore: [
          "Why does the middle child of {me} fiddle with his teeth?",
          "What does {me}'s second kid want to open?",
        ],
        when: "When did {me}'s eldest lose a tooth?",
      },
      {
        tells: [
          "Four lunchboxes, two buses, one missing shoe: {when} I was late for the third day in a row.",
          "I turned up with jam on my collar {when}, late again. Two buses in the morning will do that.",
        ],
        more: ["My boss just pushed the coffee over and said, drink. Best person I have ever worked for."],
        hears: [
          "You deserve a medal. Did you get in trouble?",
          "Mornings with you must be wild. What did they say at the office?",
        ],
        echoes: ["I'm at my desk at seven with nobody to wake, I do the crossword first."],
        asks: [
          "Why is {me} not on time in the mornings?",
          "What stain did {me} have?",
          "How many lunchboxes does {me} pack?",
        ],
        asksMore: ["How did {me}'s superior respond to the delay?", "What was {me} offered upon arriving?"],
        when: "When was {me} late three days running?",
      },
    ],
    lists: [
      { asks: ["What do {me}'s oldest and youngest get up to?"], of: [0, 1] },
      { asks: ["How many children does {me} have?", "What is known about {me}'s kids?"], of: [0, 1, 2] },
    ],
    implied: [
      { asks: ["Is {me} often tired in the morning?"], of: [0, 2] },
      { asks: ["Does {me} live alone?", "Would {me} have much free time in the evenings?"], of: [0, 2] },
    ],
  },
  {
    slots: { dish: ["dumplings", "lentil soup", "flatbread"], street: ["Canal Street", "the ring road", "Mill Lane"] },
    scenes: [
      {
        tells: [
          "I've been ladling out {dish} under the bridge on Tuesdays since {when}. People tell you everything when you hand them something hot.",
          "Tuesdays I'm under the bridge now, since {when}, with a ladle and forty bowls of {dish}.",
        ],
        more: ["There's a man who used to teach Latin. He corrects our menu board every single week."],
        hears: ["You have such a big heart. Do you get to know them a bit?", "I admire that. Who comes?"],
        echoes: ["I give them a coin when I remember, but I walk fast on that street."],
        asks: [
          "What does {me} hand out on Tuesdays?",
          "Where does {me} serve the hungry?",
          "What does {me} do under the bridge on Tuesdays?",
        ],
        asksMore: [
          "What did the man who fixes {me}'s menu board do earlier?",
          "Which subject did a guest of {me} teach?",
        ],
        when: "When did {me} start serving under the bridge?",
      },
      {
        tells: [
          "I read to the residents on {street} {when}. One of them fell asleep on my shoulder, and I didn't dare turn the page.",
          "The home on {street} called again, so {when} I was there with my detective stories. Full house, two snorers.",
        ],
        more: [
          "They want me to bring the one with the bishop next time. It's been read four times, they know who did it.",
        ],
        hears: ["That is the sweetest thing. Will you go back?", "I'd love to have you read to me. Any requests?"],
        echoes: ["My granny's place has a parrot that swears, it's the only entertainment they get."],
        asks: [
          "What does {me} read to old people?",
          "Where is the home that {me} goes to?",
          "Who fell asleep while {me} read?",
        ],
        asksMore: ["Which story do the residents want from {me} again?", "How often has {me}'s story been read?"],
        when: "When did {me} read to the residents?",
      },
      {
        tells: [
          "We cleared eleven bags out of the creek {when}. Also a tricycle, and a wedding album in a freezer bag.",
          "{when} I stood in the creek up to my hips, pulling out tires with people I had never met. Eleven bags!",
        ],
        more: ["I'm trying to find the couple from the album. They married in a place with palm trees, in 1984."],
        hears: [
          "Gross and wonderful. What will you do with the odd finds?",
          "An album! Is there any clue whose it is?",
        ],
        echoes: ["I dropped my keys into that creek once, I hope the ducks enjoyed the scooter."],
        asks: [
          "What did {me} pull out of the water?",
          "How much rubbish did {me} collect?",
          "How many bags did {me} clear from the creek?",
        ],
        asksMore: ["Which couple is {me} looking for?", "In what year was the wedding {me} found pictures of?"],
        when: "When did {me} clean the creek?",
      },
    ],
    lists: [
      { asks: ["Where did {me} serve bowls, read stories and clear bags?"], of: [0, 1, 2] },
      { asks: ["What volunteer work has {me} done?", "How has {me} helped the community?"], of: [0, 1, 2] },
    ],
    implied: [
      { asks: ["Would {me} stop to help a stranger under a bridge?"], of: [0] },
      { asks: ["What personality traits might {you} say {me} has?", "Is {me} a compassionate person?"], of: [0, 1] },
      { asks: ["Does {me} care about the environment?"], of: [2] },
    ],
  },
];
