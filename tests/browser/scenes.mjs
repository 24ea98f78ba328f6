/** Scenes of the later acts, in both languages, as a session would have them. */

import { history, photoOf } from "./stage.mjs";

const SESSION = "11111111-1111-4111-8111-111111111111";

const CAST = {
  ja: {
    partner: "健二", children: [["さくら", "female"], ["太郎", "male"]], location: "東京", income: "500万円", face: "丸顔、目がやさしい", temperament: "優しくて落ち着いた",
    family: [
      ["", "みんな、こんにちは。週末、どこかへ出かけない？"],
      ["健二", "おかえり。いいね、海はどうだろう。朝の空いている時間に着けば、ゆっくりできるよ。"],
      ["さくら", "うみ！わたし、貝がらをひろいたい。"],
      ["太郎", "ぼくはすいか割りがしたい！"],
      ["", "海にしよう。貝がらを拾って、すいか割りもしようね。"],
      ["健二", "それじゃあ、鎌倉の海で決まりかな。お弁当は僕が作るよ。"],
    ],
    end: [["", "はい、その計画で行きましょう"]],
    destination: "鎌倉の海", activities: ["貝がら拾い", "すいか割り", "砂のお城づくり"],
    story: "朝の台所は、まだ少し青い。健二がおにぎりを握る横で、さくらが梅干しの種を数え、太郎は麦わら帽子をかぶったまま、玄関と居間を何度も行き来していた。\n\n電車の窓に海がひらけた瞬間、二人の声がそろった。潮の匂い、熱い砂、遠くで鳴る笛。さくらは波打ち際にしゃがみこみ、桜色の貝をひとつ、てのひらにのせて見せてくれた。\n\nすいかは、三度目で割れた。赤い実をほおばる太郎の頬に、種がひとつついている。健二がそれをそっと取って、笑った。\n\n帰りの電車で、子どもたちは両側から寄りかかって眠った。ポケットの中で、貝がらが小さく鳴った。",
    names: ["物語", "手紙"],
    letter: "いつか会うあなたへ\n\nきょうは海へ連れていってくれて、ありがとう。朝の台所の匂いも、砂の熱さも、帰りの電車の揺れも、みんな覚えています。\n\nさくらは、いちばんきれいな貝をあなたのために取っておきました。太郎は、つぎはもっと大きなすいかを割るのだと言っています。\n\nあなたが毎日をていねいに生きていることを、わたしたちは知っています。急がなくていいのです。食卓の灯は、いつでもともしておきますから。\n\n二〇二六年十一月二十五日\n健二、さくら、太郎より",
  },
  en: {
    partner: "Daniel", children: [["Emma", "female"], ["Leo", "male"]], location: "Lisbon", income: "$60,000", face: "a round face with gentle eyes", temperament: "kind and calm",
    family: [
      ["", "Hello, everyone. Shall we go out this weekend?"],
      ["Daniel", "Welcome home. What about the sea? If we are there early, the beach is ours."],
      ["Emma", "The sea! I want to look for shells."],
      ["Leo", "And I want to build the *biggest* sandcastle!"],
      ["", "The sea it is. We look for shells, and we build a castle."],
      ["Daniel", "Then let it be Cascais. This is what I will pack:\n- sandwiches and peaches\n- the blue blanket\n- **two** buckets"],
    ],
    end: [["", "Yes, let's go with that plan"]],
    destination: "The sea at Cascais", activities: ["looking for shells", "building a sandcastle", "a picnic on the blue blanket"],
    story: "The kitchen was still blue with morning when Daniel began to cut the bread. Emma counted the peaches, twice, and Leo went from the door to the table and back again with his hat already on.\n\nWhen the sea opened in the window of the train, both of them cried out at once. There was the smell of salt, and warm sand, and somewhere a whistle. Emma crouched where the waves ended and held up a shell the colour of the inside of a cheek.\n\nThe castle stood until four. Then the tide took the north tower, and Leo, after a long silence, declared it the best part of the day.\n\nOn the way home they slept, one on either side, and in a pocket the shells made a small sound.",
    names: ["Story", "Letter"],
    letter: "To you, whom we will meet one day\n\nThank you for taking us to the sea. We remember all of it: the smell of the kitchen in the morning, the heat of the sand, the slow train home.\n\nEmma has kept the finest shell for you. Leo says that the next castle will have two moats, and that you are to guard the second.\n\nWe know how carefully you live your days. There is no hurry. The lamp over the table stays lit.\n\n25 November 2026\nDaniel, Emma and Leo",
  },
};

/**
 * A session in its second or third act.
 * @param {"ja"|"en"} lang
 * @param {"arrived"|"talking"|"planned"|"complete"} moment
 */
export function scene(lang, moment) {
  const it = CAST[lang];
  const interview = lang === "ja" ? [["", "33歳です。東京に住んでいます。"], ["Hera", "ありがとう。あなたの家族が、もう食卓で待っていますよ。"]] : [["", "I'm 33, and I live in Lisbon."], ["Hera", "Thank you. Your family is waiting at the table."]];
  const lines = /** @type {[string, string][]} */ ([...interview, ...(moment === "arrived" ? [] : it.family.slice(0, moment === "talking" ? 4 : 6)), ...(moment === "complete" ? [...it.end, [it.names[0], it.story], [it.names[1], it.letter]] : [])]);
  const planned = moment === "planned" || moment === "complete";
  const trip = planned ? { destination: it.destination, activities: it.activities } : moment === "talking" ? { destination: it.destination } : {};
  return {
    session: SESSION,
    lang,
    messages: history(lines),
    state: {
      phase: moment === "complete" ? "complete" : "family",
      user_profile: {
        age: 33, gender: "female", relationship_status: "single", location: it.location, income_range: it.income, user_personality_traits: { openness: 0.75, extraversion: 0.75 },
        partner_face_description: it.face, children_info: it.children.map(([name, desired_gender]) => ({ name, desired_gender })), ideal_partner: { name: it.partner, temperament: it.temperament, appearance: it.face },
      },
      information_progress: Object.fromEntries(["age", "gender", "relationship_status", "location", "income_range", "user_personality_traits", "partner_face_description", "children_info", "ideal_partner"].map((field) => [field, true])),
      missing_fields: [], profile_complete: true,
      family: {
        members: moment === "arrived" ? [] : [{ name: it.partner, role: "partner" }, ...it.children.map(([name]) => ({ name, role: "child" }))],
        trip_info: trip,
        plan: moment === "complete" ? { ...trip, story: it.story, letter: it.letter } : {},
      },
      photos: { user: photoOf(SESSION, "user", 0.5), partner: photoOf(SESSION, "partner", 1.5), children: moment === "arrived" ? {} : { 1: photoOf(SESSION, "child", 1.6, 1) } },
    },
  };
}

const CHAT = {
  ja: [
    ["", "週末、鎌倉まで行きます。見どころを教えてください。"],
    ["案内", "長谷から海沿いを歩くのがおすすめです。\n- **大仏** は朝いちばんが静か\n- 由比ガ浜で昼ごはん\n- 夕方は稲村ヶ崎へ"],
    ["", "地図の代わりに、絵を一枚ください。"],
    ["絵師", "海辺でお待ちしている案内役を描きました。"],
  ],
  en: [
    ["", "I have a weekend in Kamakura. What should I see?"],
    ["guide", "Walk along the sea from Hase:\n- the **Great Buddha**, early, while it is quiet\n- lunch on the beach of Yuigahama\n- Inamuragasaki for the evening"],
    ["", "And a picture to go with it, please."],
    ["painter", "This is your guide, waiting by the sea."],
  ],
};

/** A conversation with agents that are not Hera's. @param {"ja"|"en"} lang */
export function chat(lang) {
  const messages = history(/** @type {[string, string][]} */ (CHAT[lang]));
  messages[3].metadata.hera.attachments = [photoOf(SESSION, "partner", 3)];
  return {
    session: SESSION,
    lang,
    messages,
    state: { phase: "chat", user_profile: {}, information_progress: {}, missing_fields: [], profile_complete: false, family: { members: [], trip_info: {}, plan: {} }, photos: { children: {} }, agent: {} },
  };
}
