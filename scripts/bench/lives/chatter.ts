/** Names of the pairs: those whose lives weights may be chosen on, and those held out. */
export const pairs = {
  train: [
    ["Marta", "Julian"],
    ["Deborah", "Owen"],
    ["Leila", "Patrick"],
    ["Grace", "Henrik"],
    ["Simone", "Arthur"],
    ["Ingrid", "Malik"],
  ],
  held: [
    ["Camille", "Victor"],
    ["Nicole", "Andre"],
    ["Farah", "Stefan"],
    ["Joyce", "Tomas"],
    ["Alina", "Gilbert"],
    ["Wendy", "Rashid"],
  ],
} as const;

export const greetings = [
  "Hey {you}! It's been a while, how have you been? A lot has been going on over here.",
  "Hi {you}! Good to see you again. What's up with you these days?",
  "{you}, hey! Hope you're doing well. I've had quite a week and I couldn't wait to tell you about it.",
  "Hello {you}! How was your week? Mine went by in a flash.",
];

export const replies = [
  "Hey {you}, great to hear from you! I've been good, busy as always. What's new with you?",
  "Hi {you}! Nice to hear from you. Not much here, work and the usual stuff. Tell me everything.",
  "Hey! It's so good to talk to you, {you}. I was hoping you'd call, I've got news too.",
  "Good to see you, {you}! Life's been hectic but I can't complain.",
];

/** What is said after a story, by whoever heard it. */
export const reactions = [
  "Wow, {you}, that's awesome! It sounds like it means a lot to you, and I'm so happy you shared it with me.",
  "That's really inspiring, {you}. Keep it up, I believe in you and I know you'll do great.",
  "Thanks for telling me, {you}. It must have been quite an experience, I would have loved to be there.",
  "I totally get that, {you}. Sometimes the small things matter the most, don't they?",
  "That sounds great! You always find a way to surprise me. Do you have any pictures?",
  "Aw, I'm glad to hear that. You deserve all the good things that come your way!",
  "Haha, I can imagine. That must have felt so good in the end.",
];

export const thanks = [
  "Thanks, {you}! Your support means the world to me. I'm lucky to have you as a friend.",
  "Thank you so much, {you}. It hasn't been easy but talking to you really helps.",
  "Yeah, it really was something. I'm grateful for every bit of it.",
  "Thanks! I'll keep you posted, promise. It's a journey and I'm enjoying it.",
];

/** Exchanges that no question is about. */
export const smallTalk: [string, string][] = [
  [
    "Have you watched anything good lately? I keep falling asleep on the couch.",
    "Nothing that stuck with me. I mostly rewatch old shows while I fold the laundry.",
  ],
  [
    "The weather has been crazy over here, sun in the morning and hail by lunch.",
    "Same here! I never know which jacket to take, so I take both.",
  ],
  [
    "Work has been a lot, there's a deadline every other day and everyone is tense.",
    "I hear you. Try to take a break when you can, it makes all the difference.",
  ],
  [
    "I've been thinking about what really matters in life. Does that happen to you too?",
    "All the time, mostly at night. I think it's good to stop and look around now and then.",
  ],
  [
    "My week was pretty quiet, I cleaned the apartment and caught up on sleep.",
    "That sounds perfect, honestly. I need one of those quiet weeks soon.",
  ],
  [
    "How's your family doing? I haven't asked in ages.",
    "They're all fine, thanks for asking! My mom says hi and wants to know when you're visiting.",
  ],
  [
    "Do you have any plans for the summer yet?",
    "Nothing fixed. I'd like to get away for a few days, but we'll see how things go.",
  ],
  [
    "I tried that new place on the corner, the coffee was okay but the music was too loud.",
    "I walked past it yesterday! Let's go somewhere else next time, somewhere we can talk.",
  ],
  [
    "My phone died again, I think I finally need a new one.",
    "Mine is so old that people take pictures of it. Hang in there.",
  ],
  [
    "What do you do when you need to clear your head?",
    "I go for a walk around the block, no phone, no music. It works every time.",
  ],
  [
    "Traffic was terrible this morning, I was stuck for an hour.",
    "That's the worst. I've started leaving earlier just to avoid it.",
  ],
  [
    "I feel like the year is flying by, don't you?",
    "Definitely. I blinked and it was over. We should make the most of it.",
  ],
  [
    "I've been trying to be kinder to myself, it's harder than I thought.",
    "That's a great goal. Take it one day at a time, you've got this.",
  ],
  [
    "Remember when we first met? We couldn't stop laughing.",
    "How could I forget! Those were good times, and there are more to come.",
  ],
];

export const closings = [
  "I should get going, {you}. It was so nice to catch up, let's talk again soon!",
  "Take care, {you}! Say hi to everyone from me and keep me posted.",
  "Got to run, {you}. Thanks for listening, talk to you later!",
];

export const whens = [
  "yesterday",
  "last weekend",
  "last week",
  "two days ago",
  "last Friday",
  "this past Sunday",
  "two weeks ago",
  "a few days ago",
  "last month",
  "this morning",
];
