import { create, encode, type MessageType } from "@seria/seria";

/** A sentence or two in a language, and a name and a city of its speakers. */
const LANGUAGES = [
  [
    "en",
    "Good morning",
    "The quick brown fox jumps over the lazy dog.",
    "Ada",
    "London",
  ],
  [
    "fr",
    "Bonjour à tous",
    "Voix ambiguë d’un cœur qui préfère les jattes de kiwis.",
    "Zoé",
    "Orléans",
  ],
  [
    "de",
    "Guten Morgen",
    "Zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich.",
    "Jörg",
    "Köln",
  ],
  [
    "pl",
    "Dzień dobry",
    "Pchnąć w tę łódź jeża lub ośm skrzyń fig.",
    "Zażółć",
    "Łódź",
  ],
  ["el", "Καλημέρα", "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία.", "Ελένη", "Αθήνα"],
  [
    "ru",
    "Доброе утро",
    "Съешь же ещё этих мягких французских булок, да выпей чаю.",
    "Юрий",
    "Москва",
  ],
  ["he", "בוקר טוב", "דג סקרן שט בים מאוכזב ולפתע מצא חברה.", "נועה", "חיפה"],
  ["ar", "صباح الخير", "نص حكيم له سر قاطع وذو شأن عظيم.", "ليلى", "القاهرة"],
  [
    "hi",
    "सुप्रभात",
    "ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का सर्वनाश।",
    "आशा",
    "दिल्ली",
  ],
  ["th", "สวัสดีตอนเช้า", "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า", "มานี", "กรุงเทพฯ"],
  [
    "ko",
    "좋은 아침",
    "키스의 고유조건은 입술끼리 만나야 하고 특별한 기술은 필요치 않다.",
    "지민",
    "서울",
  ],
  [
    "ja",
    "おはようございます",
    "いろはにほへと ちりぬるを 色は匂へど 散りぬるを",
    "美咲",
    "東京",
  ],
  ["zh", "早上好", "天地玄黃，宇宙洪荒。日月盈昃，辰宿列張。", "李明", "北京"],
  ["emoji", "🌅👋🏽", "👩‍👩‍👧‍👦 🧑🏿‍🚀🚀✨ 🇯🇵🇧🇷 ❤️‍🔥 12:00 🕛", "🦊", "🏙️"],
] as const;

/** How many greetings there are of each language. */
const ROUNDS = 60;

/**
 * Makes a data set of texts in several scripts, emoji among them; always the same.
 *
 * @param type `bench.text.Greetings`.
 * @returns The message, encoded.
 */
export function greetings(type: MessageType): Uint8Array {
  const list: unknown[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (
      const [index, [language, title, body, name, city]] of LANGUAGES.entries()
    ) {
      const other = LANGUAGES[(index + round) % LANGUAGES.length]!;
      list.push({
        id: `greeting-${round}-${index}`,
        language,
        title,
        body: Array(1 + round % 4).fill(body).join(" "),
        tags: ["text", title.slice(0, 3), other[0]].filter((tag) => tag.isWellFormed()),
        translations: new Map([[other[0], other[1]], [language, title]]),
        author: { name, city, year: 1900 + round },
      });
    }
  }
  return encode(type, create(type, { greetings: list } as never));
}
