export const names = [
  ["Nadia", "Tobias"],
  ["Priya", "Marcus"],
  ["Elena", "Dmitri"],
  ["Hannah", "Kofi"],
  ["Yuki", "Samuel"],
  ["Rosa", "Anders"],
];

export const greetings = [
  "Hey {you}! Long time no see. How have you been?",
  "Hi {you}, good to hear from you! What's new?",
  "Morning {you}! Did you survive the week?",
  "{you}! I was just thinking about you.",
];
export const replies = [
  "Hey {you}! Busy, but no complaints. You?",
  "Hi! Same old here, work and weather.",
  "Good to hear your voice. It's been a lot lately.",
  "Hello hello! I've got a bit to tell you, actually.",
];
export const reactions = [
  "That's wonderful, I'm really happy for you.",
  "Ha, that sounds exactly like you.",
  "I love that. You always find the good in things.",
  "Wow, I would never have dared.",
  "That must have been a lot. I'm glad it worked out.",
  "You have to send me a picture.",
];
/** Talk about the same subjects that says nothing: what a search by words falls for. */
export const echoes = [
  "A friend of mine keeps talking about {topic} too, maybe it's in the air.",
  "I read an article about {topic} once, never got further than that.",
  "Have you ever thought about {topic}, {you}? I feel like everybody does it now.",
  "My coworker won't stop going on about {topic}.",
  "Funny, {topic} came up at dinner the other day.",
];
export const fillers = [
  "The weather here is ridiculous. Rain, sun, rain.",
  "Did you watch the game? I fell asleep halfway.",
  "I need to fix the sink this weekend, wish me luck.",
  "How is your family doing?",
  "They're fine, thanks for asking! Mom says hi.",
  "I've been trying to drink more water. Thrilling, I know.",
  "Work is work. Too many meetings.",
  "We should meet in person again soon.",
  "I can't believe how fast the year is going.",
  "Do you still go to that cafe on the corner?",
];
export const closings = [
  "I have to run, {you}. Talk soon!",
  "Take care, {you}! This was nice.",
  "Okay, dinner's burning. Bye!",
  "Let's catch up again next week.",
];

/** Ways to say when, by days before. */
export const whens: [words: string, days: number][] = [
  ["yesterday", 1],
  ["last weekend", 4],
  ["last week", 7],
  ["two days ago", 2],
  ["the other day", 3],
  ["two weeks ago", 14],
  ["last month", 30],
  ["this morning", 0],
];
