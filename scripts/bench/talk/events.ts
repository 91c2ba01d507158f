/**
 * Something in a speaker's life, as friends tell it: an opening that names it, and details that seldom do, since whoever
 * listens knows by then. `{slot}` is filled from the event's own lists, `{me}` with the speaker's name, `{when}` with a
 * relative date. Questions are worded as somebody would who was not there.
 */
export interface Happening {
  slots: Record<string, string[]>;
  opens: string[];
  /** What may follow an opening: words of the subject at large. */
  about: string[];
  asks: string[];
  details: { says: string[]; questions: string[] }[];
  whens: string[];
  /** Answered by every opening of this kind by the speaker. */
  lists: string[];
  opinions: string[];
}

export const happenings: Happening[] = [
  {
    slots: {
      craft: ["pottery", "woodcarving", "knitting", "watercolor", "calligraphy"],
      made: [
        "a lopsided bowl",
        "a little fox",
        "something blue for my niece",
        "a card for my neighbor",
        "a spoon rest",
      ],
      teacher: ["a retired sailor", "a former nurse", "someone who grew up next to my school", "a very patient twin"],
    },
    opens: [
      "I finally signed up for a {craft} class {when}!",
      "So, {when} I started going to {craft} lessons.",
      "Big news from me: I began {craft} {when}.",
    ],
    about: [
      "It's so good to try a craft with my own hands.",
      "I've always wanted to learn something artistic.",
      "Making art calms me down.",
    ],
    asks: [
      "Oh fun! What did you end up with?",
      "How was it? Did you bring anything home?",
      "No way! Show me what you made?",
    ],
    details: [
      {
        says: [
          "It took forever, but I made {made} and I'm weirdly proud.",
          "My hands hurt, though I did finish {made}.",
          "Nothing fancy, just {made}. It sits on my shelf now.",
        ],
        questions: ["What did {me} make in the {craft} class?", "What did {me} create during {craft} lessons?"],
      },
      {
        says: [
          "The one who runs it is {teacher}, which explains the jokes.",
          "It's led by {teacher}, honestly the best part.",
        ],
        questions: ["Who teaches {me}'s {craft} class?", "Who leads the {craft} lessons {me} goes to?"],
      },
    ],
    whens: ["When did {me} sign up for {craft}?", "When did {me} start {craft} lessons?"],
    lists: ["Which crafts has {me} taken classes in?"],
    opinions: ["Would {me} enjoy an afternoon at an art studio?"],
  },
  {
    slots: {
      place: ["Lisbon", "the Dolomites", "Kyoto", "Nova Scotia", "Marrakesh", "Oaxaca"],
      saw: [
        "an old tram depot turned into a market",
        "a lake so still it looked fake",
        "a tiny temple behind a bakery",
        "whales, twice",
        "a tile workshop where they let us paint",
      ],
      company: ["my cousin", "two people from work", "nobody, just me and a backpack", "my sister and her kids"],
    },
    opens: [
      "We got back from {place} {when}, and I'm still unpacking.",
      "I was in {place} {when}. I needed that trip.",
      "Did I tell you? I flew to {place} {when}.",
    ],
    about: ["Seeing new places keeps me going.", "I'd travel every month if I could.", "Best holiday in years."],
    asks: ["Jealous! What was the highlight?", "How lovely. What did you see?", "Was it everything you hoped for?"],
    details: [
      {
        says: [
          "The best moment was {saw}.",
          "Honestly? {saw}. I could have stayed all day.",
          "On the second day we came across {saw}.",
        ],
        questions: [
          "What was the highlight of {me}'s trip to {place}?",
          "What did {me} come across while travelling in {place}?",
        ],
      },
      {
        says: ["I went with {company}, so it was never dull.", "It was {company} this time, which changes everything."],
        questions: ["Who did {me} travel to {place} with?", "With whom did {me} visit {place}?"],
      },
    ],
    whens: ["When did {me} go to {place}?", "When was {me}'s trip to {place}?"],
    lists: ["Where has {me} travelled?", "Which places has {me} been to?"],
    opinions: ["Would {me} rather spend a holiday abroad or at home?"],
  },
  {
    slots: {
      animal: ["puppy", "rescue cat", "parrot", "tortoise", "rabbit"],
      called: ["Biscuit", "Mango", "Sir Hops", "Pepper", "Waffles", "Luna"],
      habit: [
        "sleeps in my laundry basket",
        "screams whenever the kettle does",
        "has already eaten one slipper",
        "only eats if I sit on the floor",
      ],
    },
    opens: [
      "There's a new member of the household: I adopted a {animal} {when}.",
      "I did it. I brought home a {animal} {when}.",
      "You won't believe it, we got a {animal} {when}!",
    ],
    about: [
      "I've wanted a pet since I was little.",
      "Animals make a house a home.",
      "The shelter people were so kind.",
    ],
    asks: ["Aww! What's the name?", "Tell me everything, starting with a name!", "How is everyone settling in?"],
    details: [
      {
        says: [
          "Meet {called}! We argued for two days about that.",
          "We went with {called} in the end.",
          "{called}. Don't laugh.",
        ],
        questions: ["What is the name of {me}'s {animal}?", "What did {me} call the {animal}?"],
      },
      {
        says: ["So far the little one {habit}.", "It's chaos here, that creature {habit}."],
        questions: ["What funny habit does {me}'s {animal} have?", "How does {me}'s {animal} behave at home?"],
      },
    ],
    whens: ["When did {me} adopt the {animal}?", "When did {me} get a {animal}?"],
    lists: ["What pets does {me} have?", "Which animals has {me} adopted?"],
    opinions: ["Would {me} be comfortable volunteering at an animal shelter?"],
  },
  {
    slots: {
      job: ["librarian", "paramedic", "pastry chef", "surveyor", "science teacher"],
      reason: ["I get to be outside", "the hours let me see my family", "my boss listens", "nobody emails me at night"],
      worry: [
        "the exam in the spring",
        "the commute over the bridge",
        "standing all day",
        "talking in front of forty people",
      ],
    },
    opens: [
      "I accepted an offer {when}: I'm going to be a {job}!",
      "Well, it's official since {when}. I'm starting over as a {job}.",
      "I quit, and {when} I said yes to a post as a {job}.",
    ],
    about: [
      "A new career at my age!",
      "It felt like time for a change of work.",
      "I'm nervous and excited about the job.",
    ],
    asks: ["Congratulations! What convinced you?", "Wow, brave. Why that?", "That's huge. Any worries?"],
    details: [
      {
        says: ["Mostly that {reason}.", "Simple: {reason}. After ten years that matters."],
        questions: ["Why did {me} choose to become a {job}?", "What attracted {me} to working as a {job}?"],
      },
      {
        says: ["The only thing that scares me is {worry}.", "I do lie awake over {worry}."],
        questions: ["What worries {me} about the new career?", "What is {me} nervous about in the {job} position?"],
      },
    ],
    whens: ["When did {me} accept the {job} job?", "When did {me} get hired as a {job}?"],
    lists: ["What jobs has {me} taken on?"],
    opinions: ["Is {me} somebody who is open to career changes?"],
  },
  {
    slots: {
      race: ["half marathon", "open-water swim", "charity bike ride", "trail race", "triathlon"],
      result: [
        "I came in dead last and cried happy tears",
        "I shaved nine minutes off",
        "I finished hand in hand with a stranger",
        "I placed third in my age group",
      ],
      injury: ["my left knee", "a blister the size of a coin", "my shoulder", "the sunburn"],
    },
    opens: [
      "I did the {race} {when}! My legs disagree, but I did it.",
      "Remember the {race} I kept talking about? That was {when}.",
      "Finished my {race} {when}.",
    ],
    about: ["Training for that event kept me sane.", "I love a sporty challenge.", "Sport is my therapy."],
    asks: ["Amazing! How did it turn out?", "And? What was the result?", "You're a machine. Did you get hurt?"],
    details: [
      {
        says: ["Believe it or not, {result}.", "Well, {result}, so I'll take it."],
        questions: ["How did {me} do in the {race}?", "What was {me}'s result at the {race}?"],
      },
      {
        says: ["What still bothers me is {injury}.", "I'm fine apart from {injury}."],
        questions: ["What injury did {me} have after the {race}?", "What hurt {me} following the {race}?"],
      },
    ],
    whens: ["When was {me}'s {race}?", "When did {me} compete in the {race}?"],
    lists: ["Which sports events has {me} taken part in?"],
    opinions: ["Would {me} be considered an athletic person?"],
  },
];
