import Tokenizers

/// Words that say little by themselves: articles, prepositions, particles, forms of "to be". Short lists of this project's own, by
/// language; a language without one has no stop words.
package enum StopWords {
  /// Languages that have a list.
  package static var languages: [String] { lists.keys.sorted() }

  /// The keys of the stop words of a language's tag; a variant, such as `zh-Hant`, has those of the language.
  package static func of(_ language: String) -> Set<String> {
    lists[language.prefix { $0 != "-" && $0 != "_" }.lowercased()] ?? []
  }

  private static let lists: [String: Set<String>] = texts.mapValues { text in
    Set(text.split { $0 == " " || $0 == "\n" }.map { CaptionWord(text: String($0)).key })
  }

  private static let texts = [
    "ar": """
    في من على إلى عن مع و أو ثم هو هي هم هذا هذه ذلك تلك التي الذي كان كانت يكون لا ما لم قد كما بين تحت فوق أن إن
    """,
    "de": """
    der die das den dem des ein eine einen einem einer eines und oder aber auf in im an am zu zum zur von vom mit
    ohne für bei aus nach über unter vor hinter neben zwischen durch um ist sind war waren wird werden wurde
    wurden hat haben hatte sich er sie es ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner dieser diese
    dieses nicht auch als wie während noch nur so sehr dass man
    """,
    "en": """
    a an the and or but of in on at to for from by with without as into onto over under up down out off is are was
    were be been being am do does did has have had will would can could may might must shall should this that
    these those it its he she they them his her their there here who which what while some any no not than then so
    very just also each other one
    """,
    "es": """
    el la los las un una unos unas y e o u pero de del a al en con sin por para sobre entre hacia desde es son era
    eran está están fue ha han hay se su sus que quien cual este esta estos estas ese esa esos esas no más muy
    también como lo le les
    """,
    "fr": """
    le la les l un une des du de d et ou mais à au aux en dans sur sous avec sans pour par chez entre vers est
    sont était étaient a ont il elle ils elles on se s son sa ses leur leurs ce cet cette ces qui que qu dont où
    ne pas plus très aussi comme tout tous
    """,
    "he": """
    של את על אל עם מן בין תחת הוא היא הם הן זה זו אלה לא גם או כי אשר יש היה היתה כל
    """,
    "hi": """
    का की के को में से पर और या है हैं था थी थे एक यह वह ये वे इस उस ने भी तो ही कि जो साथ लिए हुए हुआ हुई
    """,
    "id": """
    yang dan atau di ke dari pada dengan untuk oleh dalam adalah ini itu sebuah seorang para tidak juga sedang
    telah akan ada
    """,
    "it": """
    il lo la i gli le l un uno una e ed o ma di del dello della dei degli delle a al allo alla ai agli alle in nel
    nello nella nei negli nelle con su sul sullo sulla sui sugli sulle per da dal dalla dai tra fra è sono era
    erano ha hanno si suo sua suoi sue che chi cui non più molto anche come questo questa questi queste
    """,
    "ja": """
    の に は を が と で も や へ から まで より な だ です ます た て いる ある する れ られ し その この あの それ これ という として など ない
    """,
    "ko": """
    은 는 이 가 을 를 의 에 에서 에게 로 으로 와 과 도 만 그 이것 그것 저 및 또는 한 하는 있는 있다 하다
    """,
    "nl": """
    de het een en of maar van in op aan te ten ter tot voor met zonder bij uit naar over onder tussen door is zijn
    was waren wordt worden heeft hebben had zich hij zij ze haar hun dit dat deze die er niet ook als terwijl nog
    zeer wat wie
    """,
    "pl": """
    i a ale lub w we na z ze do od po przy dla bez o u pod nad przed za między przez jest są był była były to ten
    ta te tego tej tych on ona oni jego jej ich się nie też jak który która które co czy już
    """,
    "pt": """
    o a os as um uma uns umas e ou mas de do da dos das em no na nos nas com sem por pelo pela pelos pelas para
    sobre entre é são era eram está estão foi tem têm há se seu sua seus suas que quem este esta estes estas esse
    essa não mais muito também como ao à aos às
    """,
    "ru": """
    и а но или в во на с со к ко у о об от до из за по под над при для без между через что как это этот эта эти
    тот та те он она оно они его её их не ни же ли бы то так также уже ещё который которая которые где когда есть
    был была были быть свой своя свои
    """,
    "sv": """
    en ett den det de och eller men i på av till för med utan från vid om över under mellan är var blir har hade
    sig han hon hans hennes deras som inte också där när
    """,
    "th": """
    ที่ และ หรือ ใน บน กับ ของ เป็น อยู่ มี ไม่ ได้ ให้ จะ ก็ นี้ นั้น จาก ไป มา โดย ซึ่ง กำลัง แล้ว
    """,
    "tr": """
    ve veya ama ile de da bir bu şu o için gibi kadar üzerinde altında içinde çok daha en ne mi mı mu mü ki ise
    olan olarak var değil
    """,
    "vi": """
    và hoặc của ở trong trên dưới với cho từ đến là có các những một cái con này đó không cũng đang đã sẽ bị được
    """,
    "zh": """
    的 了 着 和 与 或 在 是 有 也 都 就 而 及 之 其 这 那 这个 那个 一个 一 个 它 他 她 他们 她们 它们 不 没有 很 上 里 中 被 把 向 从 对 为 以 與 這 這個 那個 一個 個 他們
    她們 它們 沒有 裡 從 對 為 著
    """,
  ]
}
