/** The page's own words, in Japanese and English. What Hera says comes from the server. */

/** @typedef {"ja"|"en"} Lang */

const WORDS = {
  ja: {
    title: "ヘーラーと話す — Hera",
    tagline: "家族の女神との対話",
    skip: "入力欄へ移る",
    menu: "メニュー",
    copyLink: "リンクをコピー",
    copied: "コピーしました。別の端末で開くと、つづきから話せます。",
    copyFailed: "コピーできませんでした。アドレス欄のリンクをお使いください。",
    fresh: "新しい会話",
    conversation: "会話",
    you: "あなた",
    names: { Hera: "ヘーラー" },
    greetingTitle: "ようこそ。ヘーラーです。",
    greeting:
      "家族を見守る女神として、あなたのこと、いつか囲むかもしれない食卓のことを聞かせてください。ひとことずつでも、まとめてでも。答えたくないことは、そう言ってくだされば大丈夫です。",
    openers: ["こんにちは。はじめましょう", "どんなことを聞かれますか？", "どのくらい時間がかかりますか？"],
    openersLabel: "はじめのひとこと",
    placeholder: "ヘーラーに話しかける",
    send: "送る",
    stop: "止める",
    stopping: "止めています…",
    thinking: "ヘーラーが考えています",
    speaking: "ヘーラーが話しています",
    connecting: "つないでいます…",
    reconnecting: "つなぎ直しています。書いたものは、つながったら送ります。",
    offline: "オフラインです。書いたものは、つながったら送ります。",
    state: { queued: "送信を待っています", sending: "送っています…", sent: "送りました", failed: "送れませんでした" },
    refused: { too_large: "長すぎて送れませんでした。分けて書き直してください。", refused: "受け付けられませんでした。もう一度送るか、書き直してください。" },
    tooLong: "長すぎて送れません。分けて送ってください。",
    retry: "もう一度送る",
    discard: "取り消す",
    cancelled: "ここで止めました",
    failedReply: "途中で途切れました",
    unanswered: "返事の前に止めました",
    fault: "うまくお答えできませんでした。少し待ってから、もう一度お試しください。",
    askAgain: "もう一度たずねる",
    newest: "最新へ",
    earlier: { idle: "これより前の会話", busy: "読み込んでいます…", failed: "読み込めませんでした。もう一度" },
    progress: "あなたのこと",
    progressCount: (done, all) => `${all} のうち ${done} つ`,
    progressHint: "話すたびに、羽がひとつずつ色づきます。",
    completeTitle: "お話がそろいました",
    complete: "聞かせてくれてありがとう。よろしければ、ここまでを心に留めて、次の章の支度をします。まだ話したいことがあれば、そのまま続けられます。",
    completeButton: "これで決める",
    completeBusy: "支度をしています…",
    completeFailed: "まだ足りないことがあります：",
    completeError: "いまは決められませんでした。もう一度お試しください。",
    completedTitle: "支度がととのいました",
    completed: "お話は大切にしまっておきます。この会話には、いつでもこのリンクから戻れます。",
    closed: {
      3503: ["この会話は削除されました", "残してあるものはありません。新しい会話なら、すぐに始められます。"],
      3509: ["この会話は見つかりませんでした", "リンクが途中で切れていないか確かめるか、新しい会話を始めてください。"],
      3500: ["この会話を開けませんでした", "しばらくしてから、もう一度開いてみてください。"],
      3507: ["この会話を開く許可がありません", "もとのリンクをもう一度確かめるか、新しい会話を始めてください。"],
      3504: ["開いている画面が多すぎます", "ほかのタブや端末で閉じてから、もう一度つないでください。"],
      other: ["接続が終わりました", "もう一度つなぐと、つづきから話せます。"],
    },
    again: "もう一度つなぐ",
    noSession: "会話を始められませんでした。つながり次第、自動でやり直します。",
    fields: {
      age: "年齢", gender: "性別", relationship_status: "パートナーとの関係", location: "住まい", income_range: "収入",
      user_personality_traits: "性格", partner_face_description: "パートナーの顔立ち", children_info: "子ども",
      current_partner: "いまのパートナー", ideal_partner: "理想のパートナー",
    },
    known: "聞きました",
    unknown: "まだ",
    declined: "ひみつ",
    values: {
      male: "男性", female: "女性", other: "その他", married: "結婚している", partnered: "交際している", single: "独身",
      openness: "好奇心", conscientiousness: "誠実さ", extraversion: "社交性", agreeableness: "やさしさ", neuroticism: "繊細さ",
      boy: "男の子", girl: "女の子", child: "子",
    },
    age: (years) => `${years} 歳`,
  },
  en: {
    title: "Talk with Hera",
    tagline: "A conversation about family",
    skip: "Skip to the message box",
    menu: "Menu",
    copyLink: "Copy link",
    copied: "Copied. Open it on another device to go on from here.",
    copyFailed: "Could not copy. The link is in the address bar.",
    fresh: "New conversation",
    conversation: "Conversation",
    you: "You",
    names: { Hera: "Hera" },
    greetingTitle: "Welcome. I am Hera.",
    greeting:
      "I watch over families. Tell me about yourself, and about the table you might one day sit around together. A few words at a time or all at once; and whatever you would rather not say, just tell me so.",
    openers: ["Hello, let's begin", "What will you ask me?", "How long does it take?"],
    openersLabel: "Ways to begin",
    placeholder: "Talk to Hera",
    send: "Send",
    stop: "Stop",
    stopping: "Stopping…",
    thinking: "Hera is thinking",
    speaking: "Hera is speaking",
    connecting: "Connecting…",
    reconnecting: "Reconnecting. What you write is sent as soon as we are back.",
    offline: "You are offline. What you write is sent as soon as you are back.",
    state: { queued: "Waiting to send", sending: "Sending…", sent: "Sent", failed: "Not sent" },
    refused: { too_large: "Not sent: too long. Please write it in parts.", refused: "Not accepted. Send it again, or write it anew." },
    tooLong: "Too long to send. Please send it in parts.",
    retry: "Send again",
    discard: "Discard",
    cancelled: "Stopped here",
    failedReply: "Cut short",
    unanswered: "Stopped before an answer",
    fault: "I could not answer that. Please wait a moment and try again.",
    askAgain: "Ask again",
    newest: "Newest",
    earlier: { idle: "Earlier messages", busy: "Loading…", failed: "Could not be loaded. Try again" },
    progress: "What Hera knows",
    progressCount: (done, all) => `${done} of ${all}`,
    progressHint: "With what you tell her, the feathers take on colour.",
    completeTitle: "Everything is here",
    complete: "Thank you for telling me. If you like, I will keep it as it is and prepare the next chapter. If there is more to say, simply go on.",
    completeButton: "Keep it like this",
    completeBusy: "Preparing…",
    completeFailed: "Something is still missing: ",
    completeError: "That did not work just now. Please try again.",
    completedTitle: "All is prepared",
    completed: "Your story is kept safe. This link brings you back to the conversation at any time.",
    closed: {
      3503: ["This conversation was deleted", "Nothing of it is kept. A new one can begin right away."],
      3509: ["This conversation was not found", "Check whether the link is complete, or begin a new conversation."],
      3500: ["This conversation could not be opened", "Please try again in a little while."],
      3507: ["You may not open this conversation", "Check the link you were given, or begin a new conversation."],
      3504: ["Too many windows are open", "Close it in another tab or device, then connect again."],
      other: ["The connection has ended", "Connect again to go on from here."],
    },
    again: "Connect again",
    noSession: "The conversation could not begin yet. It will try again by itself.",
    fields: {
      age: "Age", gender: "Gender", relationship_status: "Relationship", location: "Home", income_range: "Income",
      user_personality_traits: "Character", partner_face_description: "Partner’s face", children_info: "Children",
      current_partner: "Partner", ideal_partner: "Ideal partner",
    },
    known: "told",
    unknown: "not yet",
    declined: "kept private",
    values: {
      male: "male", female: "female", other: "other", married: "married", partnered: "in a relationship", single: "single",
      openness: "curious", conscientiousness: "orderly", extraversion: "outgoing", agreeableness: "kind", neuroticism: "sensitive",
      boy: "boy", girl: "girl", child: "child",
    },
    age: (years) => String(years),
  },
};

/** @param {Lang} lang */
export function wordsOf(lang) {
  return WORDS[lang];
}

/** The first of the reader's languages that the page speaks; English for everyone else. @param {readonly string[]} languages @returns {Lang} */
export function preferred(languages) {
  const known = languages.map((tag) => tag.toLowerCase().split("-")[0]).find((tag) => tag in WORDS);
  return /** @type {Lang} */ (known ?? "en");
}

/** The big five, in a person's words: the two or three that are farthest from the middle. */
function traits(value, words) {
  return Object.entries(value)
    .filter(([, score]) => typeof score === "number")
    .sort(([, a], [, b]) => Math.abs(b - 0.5) - Math.abs(a - 0.5))
    .slice(0, 3)
    .map(([name, score]) => `${words.values[name] ?? name} ${score >= 0.5 ? "↑" : "↓"}`)
    .join(" · ");
}

function children(value, words) {
  const kinds = { male: words.values.boy, female: words.values.girl };
  return value.map((child) => [child.name, kinds[child.desired_gender] ?? words.values.child].filter(Boolean).join(" · ")).join(" / ");
}

/**
 * What the profile says of a field, in a few words; null when there is nothing to show.
 * @param {string} field @param {any} value @param {ReturnType<typeof wordsOf>} words @returns {string|null}
 */
export function fieldValue(field, value, words) {
  if (value === undefined || value === null || value === "") return null;
  if (field === "age") return words.age(value);
  if (field === "user_personality_traits" && typeof value === "object") return traits(value, words) || null;
  if (field === "children_info" && Array.isArray(value)) return children(value, words) || null;
  if (field.endsWith("_partner") && typeof value === "object") return value.name ?? value.temperament ?? null;
  return words.values[value] ?? String(value);
}
