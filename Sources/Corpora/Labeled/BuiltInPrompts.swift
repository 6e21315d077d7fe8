// Copy of configs/prompts, made by `configs/prompts/embed`; a test compares the two.

// swift-format-ignore
let builtInPromptsJSON: [String: String] = [
"ar": #"""
{
  "language": "ar",
  "templates": [
    "{}",
    "صورة {}",
    "صورة فوتوغرافية لـ {}",
    "صورة تظهر فيها {}",
    "لقطة قريبة لـ {}",
    "صورة ضبابية لـ {}",
    "صورة صغيرة لـ {}",
    "رسم لـ {}",
    "{} في الصورة",
    "{} من بعيد"
  ],
  "classes": {
    "cifar10": [
      ["طائرة"],
      ["سيارة"],
      ["طائر", "عصفور"],
      ["قطة", "قط"],
      ["غزال", "أيل"],
      ["كلب"],
      ["ضفدع"],
      ["حصان"],
      ["سفينة", "قارب"],
      ["شاحنة"]
    ],
    "cifar100": [
      "تفاحة", "سمكة زينة", ["رضيع", "طفل صغير"], "دب", "قندس", "سرير", "نحلة", "خنفساء", "دراجة هوائية",
      "زجاجة", "وعاء", "صبي", "جسر", "حافلة", "فراشة", "جمل", "علبة معدنية", "قلعة", "يرقة فراشة",
      ["بقرة", "ماشية"], "كرسي", "شمبانزي", "ساعة", "سحابة", "صرصور", "أريكة", "سلطعون", "تمساح", "كوب",
      "ديناصور", "دلفين", "فيل", "سمكة مفلطحة", "غابة", "ثعلب", "فتاة", "هامستر", "منزل", "كنغر",
      "لوحة مفاتيح", "مصباح", "جزازة عشب", ["فهد", "نمر أرقط"], "أسد", "سحلية", ["كركند", "جراد البحر"],
      "رجل", "شجرة قيقب", "دراجة نارية", "جبل", "فأر", "فطر", "شجرة بلوط", "برتقالة", "زهرة أوركيد",
      ["قضاعة", "ثعلب الماء"], "نخلة", "كمثرى", "شاحنة صغيرة مكشوفة", "شجرة صنوبر", "سهل", "طبق",
      "زهرة خشخاش", "نيص", "أبوسوم", "أرنب", "راكون", ["سمكة الراي", "شفنين"], "طريق", "صاروخ", "وردة",
      "بحر", "فقمة", "قرش", "زبابة", "ظربان", "ناطحة سحاب", "حلزون", "ثعبان", "عنكبوت", "سنجاب", "ترام",
      "عباد الشمس", "فلفل حلو", "طاولة", "دبابة", "هاتف", "تلفاز", "نمر", "جرار", "قطار",
      "سمكة سلمون مرقط", "زهرة توليب", "سلحفاة", "خزانة ملابس", "حوت", "شجرة صفصاف", "ذئب", "امرأة",
      "دودة"
    ],
    "stl10": [
      ["طائرة"],
      ["طائر", "عصفور"],
      ["سيارة"],
      ["قطة", "قط"],
      ["غزال", "أيل"],
      ["كلب"],
      ["حصان"],
      ["قرد"],
      ["سفينة", "قارب"],
      ["شاحنة"]
    ],
    "eurosat": [
      ["حقول محاصيل سنوية", "أرض زراعية"],
      ["غابة"],
      ["مروج وشجيرات", "أعشاب برية"],
      ["طريق سريع"],
      ["مبان صناعية", "مصانع"],
      ["مرعى"],
      ["بستان أو كرم عنب", "محاصيل دائمة"],
      ["حي سكني", "مبان سكنية"],
      ["نهر"],
      ["بحر أو بحيرة"]
    ]
  }
}
"""#,
"de": #"""
{
  "language": "de",
  "templates": [
    "{}",
    "ein Foto: {}",
    "ein Foto von {}",
    "ein Bild: {}",
    "eine Nahaufnahme: {}",
    "ein unscharfes Foto: {}",
    "ein kleines Foto: {}",
    "eine Zeichnung: {}",
    "{} im Bild",
    "{} in der Ferne"
  ],
  "classes": {
    "cifar10": [
      ["Flugzeug"],
      ["Auto", "Automobil"],
      ["Vogel"],
      ["Katze"],
      ["Hirsch", "Reh"],
      ["Hund"],
      ["Frosch"],
      ["Pferd"],
      ["Schiff", "Boot"],
      ["Lastwagen", "Lkw"]
    ],
    "cifar100": [
      "Apfel", ["Aquarienfisch", "Zierfisch"], "Baby", "Bär", "Biber", "Bett", "Biene", "Käfer", "Fahrrad",
      "Flasche", "Schüssel", "Junge", "Brücke", "Bus", "Schmetterling", "Kamel", "Dose",
      ["Burg", "Schloss"], "Raupe", ["Rind", "Kuh"], "Stuhl", "Schimpanse", "Uhr", "Wolke",
      ["Kakerlake", "Schabe"], ["Sofa", "Couch"], "Krabbe", "Krokodil", "Tasse", "Dinosaurier", "Delfin",
      "Elefant", "Plattfisch", "Wald", "Fuchs", "Mädchen", "Hamster", "Haus", "Känguru", "Tastatur",
      "Lampe", "Rasenmäher", "Leopard", "Löwe", "Eidechse", "Hummer", "Mann", "Ahornbaum", "Motorrad",
      "Berg", "Maus", "Pilz", "Eiche", "Orange", "Orchidee", "Otter", "Palme", "Birne", "Pick-up",
      "Kiefer", "Ebene", "Teller", "Mohnblume", "Stachelschwein", "Opossum", "Kaninchen", "Waschbär",
      "Rochen", "Straße", "Rakete", "Rose", "Meer", ["Robbe", "Seehund"], "Hai", "Spitzmaus", "Stinktier",
      "Wolkenkratzer", "Schnecke", "Schlange", "Spinne", "Eichhörnchen", "Straßenbahn", "Sonnenblume",
      "Paprika", "Tisch", "Panzer", "Telefon", "Fernseher", "Tiger", "Traktor", "Zug", "Forelle", "Tulpe",
      "Schildkröte", "Kleiderschrank", "Wal", "Weide", "Wolf", "Frau", "Wurm"
    ],
    "stl10": [
      ["Flugzeug"],
      ["Vogel"],
      ["Auto", "Automobil"],
      ["Katze"],
      ["Hirsch", "Reh"],
      ["Hund"],
      ["Pferd"],
      ["Affe"],
      ["Schiff", "Boot"],
      ["Lastwagen", "Lkw"]
    ],
    "eurosat": [
      ["Äcker mit einjährigen Kulturen", "Ackerland"],
      ["Wald"],
      ["Wiese mit Sträuchern", "Wildwiese"],
      ["Autobahn", "Landstraße"],
      ["Industriegebäude", "Fabriken"],
      ["Weide"],
      ["Obstgarten oder Weinberg", "Dauerkulturen"],
      ["Wohngebäude", "Wohngebiet"],
      ["Fluss"],
      ["Meer oder See"]
    ]
  }
}
"""#,
"en": #"""
{
  "language": "en",
  "templates": [
    "{}",
    "a photo of a {}",
    "a photo of the {}",
    "a picture of a {}",
    "a small photo of a {}",
    "a blurry photo of a {}",
    "a close-up of a {}",
    "a drawing of a {}",
    "there is a {} in the picture",
    "a {} seen from far away"
  ],
  "classes": {
    "cifar10": [
      ["airplane", "plane"],
      ["car", "automobile"],
      ["bird"],
      ["cat"],
      ["deer"],
      ["dog"],
      ["frog"],
      ["horse"],
      ["ship", "boat"],
      ["truck", "lorry"]
    ],
    "cifar100": [
      "apple", "aquarium fish", "baby", "bear", "beaver", "bed", "bee", "beetle", ["bicycle", "bike"],
      "bottle", "bowl", "boy", "bridge", "bus", "butterfly", "camel", ["can", "tin can"], "castle",
      "caterpillar", ["cattle", "cow"], "chair", "chimpanzee", "clock", "cloud", "cockroach",
      ["couch", "sofa"], "crab", "crocodile", "cup", "dinosaur", "dolphin", "elephant", "flatfish",
      "forest", "fox", "girl", "hamster", "house", "kangaroo", ["keyboard", "computer keyboard"], "lamp",
      "lawn mower", "leopard", "lion", "lizard", "lobster", "man", "maple tree", "motorcycle", "mountain",
      "mouse", "mushroom", "oak tree", "orange", "orchid", "otter", "palm tree", "pear", "pickup truck",
      "pine tree", ["plain", "open plain"], "plate", "poppy", "porcupine", ["possum", "opossum"], "rabbit",
      "raccoon", ["ray", "stingray"], "road", "rocket", "rose", "sea", "seal", "shark", "shrew", "skunk",
      "skyscraper", "snail", "snake", "spider", "squirrel", ["streetcar", "tram"], "sunflower",
      ["sweet pepper", "bell pepper"], "table", "tank", "telephone", "television", "tiger", "tractor",
      "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow tree", "wolf", "woman", "worm"
    ],
    "stl10": [
      ["airplane", "plane"],
      ["bird"],
      ["car"],
      ["cat"],
      ["deer"],
      ["dog"],
      ["horse"],
      ["monkey"],
      ["ship", "boat"],
      ["truck", "lorry"]
    ],
    "eurosat": [
      ["farmland with annual crops", "fields of annual crops"],
      ["forest"],
      ["grassland with shrubs", "wild meadow"],
      ["highway", "motorway"],
      ["industrial buildings", "factories"],
      ["pasture"],
      ["orchard or vineyard", "permanent crops"],
      ["residential buildings", "houses of a town"],
      ["river"],
      ["sea or lake"]
    ]
  }
}
"""#,
"es": #"""
{
  "language": "es",
  "templates": [
    "{}",
    "una foto de {}",
    "una fotografía: {}",
    "una imagen de {}",
    "un primer plano de {}",
    "una foto borrosa de {}",
    "una foto pequeña de {}",
    "un dibujo de {}",
    "{} en la imagen",
    "{} a lo lejos"
  ],
  "classes": {
    "cifar10": [
      ["un avión", "avión"],
      ["un coche", "automóvil"],
      ["un pájaro", "ave"],
      ["un gato", "gato"],
      ["un ciervo", "ciervo"],
      ["un perro", "perro"],
      ["una rana", "rana"],
      ["un caballo", "caballo"],
      ["un barco", "buque"],
      ["un camión", "camión"]
    ],
    "cifar100": [
      "manzana", "pez de acuario", "bebé", "oso", "castor", "cama", "abeja", "escarabajo", "bicicleta",
      "botella", ["cuenco", "tazón"], "niño", "puente", "autobús", "mariposa", "camello", "lata",
      "castillo", "oruga", ["ganado", "vaca"], "silla", "chimpancé", "reloj", "nube", "cucaracha", "sofá",
      "cangrejo", "cocodrilo", "taza", "dinosaurio", "delfín", "elefante", ["pez plano", "lenguado"],
      "bosque", "zorro", "niña", "hámster", "casa", "canguro", "teclado", "lámpara", "cortacésped",
      "leopardo", "león", "lagarto", ["langosta", "bogavante"], "hombre", "arce", "motocicleta", "montaña",
      "ratón", ["seta", "champiñón"], "roble", "naranja", "orquídea", "nutria", "palmera", "pera",
      "camioneta", "pino", "llanura", "plato", "amapola", "puercoespín", "zarigüeya", "conejo", "mapache",
      ["raya", "mantarraya"], "carretera", "cohete", "rosa", "mar", "foca", "tiburón", "musaraña",
      "mofeta", "rascacielos", "caracol", "serpiente", "araña", "ardilla", "tranvía", "girasol",
      "pimiento", "mesa", "tanque", "teléfono", "televisor", "tigre", "tractor", "tren", "trucha",
      "tulipán", "tortuga", "armario", "ballena", "sauce", "lobo", "mujer", "gusano"
    ],
    "stl10": [
      ["un avión", "avión"],
      ["un pájaro", "ave"],
      ["un coche", "automóvil"],
      ["un gato", "gato"],
      ["un ciervo", "ciervo"],
      ["un perro", "perro"],
      ["un caballo", "caballo"],
      ["un mono", "mono"],
      ["un barco", "buque"],
      ["un camión", "camión"]
    ],
    "eurosat": [
      ["campos de cultivos anuales", "tierra de cultivo"],
      ["bosque"],
      ["pradera con arbustos", "vegetación herbácea"],
      ["autopista", "carretera"],
      ["edificios industriales", "fábricas"],
      ["pastizal"],
      ["huerto o viñedo", "cultivos permanentes"],
      ["edificios residenciales", "zona residencial"],
      ["río"],
      ["mar o lago"]
    ]
  }
}
"""#,
"fr": #"""
{
  "language": "fr",
  "templates": [
    "{}",
    "une photo : {}",
    "une photographie montrant {}",
    "une image : {}",
    "un gros plan : {}",
    "une photo floue : {}",
    "une petite photo : {}",
    "un dessin : {}",
    "{} sur l'image",
    "{} au loin"
  ],
  "classes": {
    "cifar10": [
      ["un avion", "avion"],
      ["une voiture", "automobile"],
      ["un oiseau", "oiseau"],
      ["un chat", "chat"],
      ["un cerf", "cerf"],
      ["un chien", "chien"],
      ["une grenouille", "grenouille"],
      ["un cheval", "cheval"],
      ["un bateau", "navire"],
      ["un camion", "camion"]
    ],
    "cifar100": [
      "pomme", "poisson d'aquarium", "bébé", "ours", "castor", "lit", "abeille",
      ["scarabée", "coléoptère"], ["vélo", "bicyclette"], "bouteille", "bol", "garçon", "pont",
      ["bus", "autobus"], "papillon", "chameau", ["boîte de conserve", "canette"], "château", "chenille",
      ["bétail", "vache"], "chaise", "chimpanzé", "horloge", "nuage", "cafard", "canapé", "crabe",
      "crocodile", "tasse", "dinosaure", "dauphin", "éléphant", "poisson plat", "forêt", "renard", "fille",
      "hamster", "maison", "kangourou", "clavier", "lampe", "tondeuse à gazon", "léopard", "lion",
      "lézard", "homard", "homme", "érable", "moto", "montagne", "souris", "champignon", "chêne", "orange",
      "orchidée", "loutre", "palmier", "poire", "pick-up", "pin", "plaine", "assiette", "coquelicot",
      "porc-épic", "opossum", "lapin", "raton laveur", "raie", "route", "fusée", "rose", "mer", "phoque",
      "requin", "musaraigne", "moufette", "gratte-ciel", "escargot", "serpent", "araignée", "écureuil",
      "tramway", "tournesol", "poivron", "table", "char d'assaut", "téléphone", "télévision", "tigre",
      "tracteur", "train", "truite", "tulipe", "tortue", "armoire", "baleine", "saule", "loup", "femme",
      "ver"
    ],
    "stl10": [
      ["un avion", "avion"],
      ["un oiseau", "oiseau"],
      ["une voiture", "automobile"],
      ["un chat", "chat"],
      ["un cerf", "cerf"],
      ["un chien", "chien"],
      ["un cheval", "cheval"],
      ["un singe", "singe"],
      ["un bateau", "navire"],
      ["un camion", "camion"]
    ],
    "eurosat": [
      ["champs de cultures annuelles", "terres cultivées"],
      ["forêt"],
      ["prairie et broussailles", "végétation herbacée"],
      ["autoroute", "route"],
      ["bâtiments industriels", "usines"],
      ["pâturage"],
      ["verger ou vignoble", "cultures permanentes"],
      ["bâtiments résidentiels", "quartier d'habitation"],
      ["rivière", "fleuve"],
      ["mer ou lac"]
    ]
  }
}
"""#,
"hi": #"""
{
  "language": "hi",
  "templates": [
    "{}",
    "{} की तस्वीर",
    "{} का फ़ोटो",
    "{} की एक फ़ोटो",
    "पास से ली गई {} की तस्वीर",
    "{} की धुंधली तस्वीर",
    "{} की छोटी तस्वीर",
    "{} का चित्र",
    "तस्वीर में {}",
    "दूर से दिखता {}"
  ],
  "classes": {
    "cifar10": [
      ["हवाई जहाज़", "विमान"],
      ["कार", "मोटरगाड़ी"],
      ["चिड़िया", "पक्षी"],
      ["बिल्ली"],
      ["हिरण"],
      ["कुत्ता"],
      ["मेंढक"],
      ["घोड़ा"],
      ["जहाज़", "नाव"],
      ["ट्रक"]
    ],
    "cifar100": [
      "सेब", "एक्वेरियम की मछली", ["शिशु", "बच्चा"], "भालू", "बीवर", "बिस्तर", "मधुमक्खी",
      "भृंग", "साइकिल", "बोतल", "कटोरा", "लड़का", "पुल", "बस", "तितली", "ऊँट", "डिब्बा", "किला", "इल्ली",
      ["मवेशी", "गाय"], "कुर्सी", "चिंपैंजी", "घड़ी", "बादल", "तिलचट्टा", "सोफ़ा", "केकड़ा", "मगरमच्छ",
      ["प्याला", "कप"], "डायनासोर", "डॉल्फ़िन", "हाथी", "चपटी मछली", "जंगल", "लोमड़ी", "लड़की", "हैम्स्टर",
      "घर", "कंगारू", "कीबोर्ड", ["दीपक", "लैंप"], "घास काटने की मशीन", "तेंदुआ", "शेर", "छिपकली",
      "झींगा मछली", "आदमी", "मेपल का पेड़", "मोटरसाइकिल", "पहाड़", "चूहा", "मशरूम", "बलूत का पेड़",
      "संतरा", "ऑर्किड", "ऊदबिलाव", "ताड़ का पेड़", "नाशपाती", "पिकअप ट्रक", "चीड़ का पेड़", "मैदान",
      ["थाली", "प्लेट"], "पोस्त का फूल", "साही", "ओपोसम", "खरगोश", "रैकून", "रे मछली", "सड़क", "रॉकेट",
      "गुलाब", "समुद्र", "सील", "शार्क", "छछूंदर", "स्कंक", "गगनचुंबी इमारत", "घोंघा", "साँप", "मकड़ी",
      "गिलहरी", "ट्राम", "सूरजमुखी", "शिमला मिर्च", "मेज़", "टैंक", "टेलीफ़ोन", "टेलीविज़न", "बाघ",
      "ट्रैक्टर", "रेलगाड़ी", "ट्राउट मछली", "ट्यूलिप", "कछुआ", "अलमारी", "व्हेल", "विलो का पेड़",
      "भेड़िया", "औरत", ["कीड़ा", "केंचुआ"]
    ],
    "stl10": [
      ["हवाई जहाज़", "विमान"],
      ["चिड़िया", "पक्षी"],
      ["कार", "मोटरगाड़ी"],
      ["बिल्ली"],
      ["हिरण"],
      ["कुत्ता"],
      ["घोड़ा"],
      ["बंदर"],
      ["जहाज़", "नाव"],
      ["ट्रक"]
    ],
    "eurosat": [
      ["सालाना फ़सलों के खेत", "खेत"],
      ["जंगल", "वन"],
      ["घास और झाड़ियाँ", "घास का मैदान"],
      ["राजमार्ग", "हाईवे"],
      ["औद्योगिक इमारतें", "कारख़ाने"],
      ["चरागाह"],
      ["बाग़ या अंगूर का खेत", "फलों का बाग़"],
      ["रिहायशी इमारतें", "बस्ती"],
      ["नदी"],
      ["समुद्र या झील"]
    ]
  }
}
"""#,
"ja": #"""
{
  "language": "ja",
  "templates": [
    "{}",
    "{}の写真",
    "一枚の{}の写真",
    "{}の画像",
    "{}のアップ",
    "ぼやけた{}の写真",
    "小さな{}の写真",
    "{}の絵",
    "{}が写っている",
    "遠くに見える{}"
  ],
  "classes": {
    "cifar10": [
      ["飛行機"],
      ["自動車", "車"],
      ["鳥"],
      ["猫", "ネコ"],
      ["鹿", "シカ"],
      ["犬", "イヌ"],
      ["カエル", "蛙"],
      ["馬", "ウマ"],
      ["船"],
      ["トラック"]
    ],
    "cifar100": [
      "りんご", "観賞魚", "赤ちゃん", "熊", "ビーバー", "ベッド", "蜂", ["甲虫", "カブトムシ"], "自転車", "瓶", ["ボウル", "お椀"], "男の子",
      "橋", "バス", "蝶", "ラクダ", "缶", "城", ["毛虫", "イモムシ"], "牛", "椅子", "チンパンジー", "時計", "雲", "ゴキブリ", "ソファ", "カニ",
      "ワニ", "カップ", "恐竜", "イルカ", "象", ["カレイ", "ヒラメ"], "森", "キツネ", "女の子", "ハムスター", "家", "カンガルー", "キーボード",
      "ランプ", "芝刈り機", "ヒョウ", "ライオン", "トカゲ", "ロブスター", "男性", "カエデの木", "オートバイ", "山", "ネズミ", "キノコ", "オークの木",
      "オレンジ", "蘭", "カワウソ", "ヤシの木", "洋ナシ", "ピックアップトラック", "松の木", "平原", "皿", "ポピー", "ヤマアラシ", "オポッサム", "ウサギ",
      "アライグマ", "エイ", "道路", "ロケット", "バラ", "海", "アザラシ", "サメ", "トガリネズミ", "スカンク", "超高層ビル", "カタツムリ", "蛇", "クモ",
      "リス", "路面電車", "ひまわり", ["ピーマン", "パプリカ"], "テーブル", "戦車", "電話", "テレビ", "虎", "トラクター", ["電車", "列車"], "マス",
      "チューリップ", "亀", "洋服だんす", "クジラ", "柳の木", "狼", "女性", "ミミズ"
    ],
    "stl10": [
      ["飛行機"],
      ["鳥"],
      ["自動車", "車"],
      ["猫", "ネコ"],
      ["鹿", "シカ"],
      ["犬", "イヌ"],
      ["馬", "ウマ"],
      ["猿", "サル"],
      ["船"],
      ["トラック"]
    ],
    "eurosat": [
      ["一年生作物の畑", "畑"],
      ["森林", "森"],
      ["草地と低木", "草原"],
      ["高速道路", "幹線道路"],
      ["工業施設", "工場"],
      ["牧草地"],
      ["果樹園やぶどう畑"],
      ["住宅地", "住宅街"],
      ["川"],
      ["海や湖"]
    ]
  }
}
"""#,
"ko": #"""
{
  "language": "ko",
  "templates": [
    "{}",
    "{} 사진",
    "한 장의 {} 사진",
    "{} 그림",
    "{} 클로즈업",
    "흐릿한 {} 사진",
    "작은 {} 사진",
    "{}을(를) 그린 그림",
    "사진 속의 {}",
    "멀리 보이는 {}"
  ],
  "classes": {
    "cifar10": [
      ["비행기"],
      ["자동차", "승용차"],
      ["새"],
      ["고양이"],
      ["사슴"],
      ["개", "강아지"],
      ["개구리"],
      ["말"],
      ["배", "선박"],
      ["트럭", "화물차"]
    ],
    "cifar100": [
      "사과", "관상어", "아기", "곰", "비버", "침대", "벌", "딱정벌레", "자전거", "병", "그릇", "소년", "다리", "버스", "나비", "낙타",
      ["캔", "깡통"], "성", "애벌레", "소", "의자", "침팬지", "시계", "구름", "바퀴벌레", "소파", "게", "악어", "컵", "공룡", "돌고래",
      "코끼리", ["가자미", "넙치"], "숲", "여우", "소녀", "햄스터", "집", "캥거루", "키보드", "램프", "잔디 깎는 기계", "표범", "사자", "도마뱀",
      "바닷가재", "남자", "단풍나무", "오토바이", "산", "쥐", "버섯", "참나무", "오렌지", "난초", "수달", "야자수", "배", "픽업트럭", "소나무",
      "평원", "접시", "양귀비꽃", "호저", "주머니쥐", "토끼", ["라쿤", "너구리"], "가오리", "도로", "로켓", "장미", "바다", ["바다표범", "물개"], "상어",
      "뾰족뒤쥐", "스컹크", "고층 건물", "달팽이", "뱀", "거미", "다람쥐", "노면 전차", "해바라기", ["피망", "파프리카"], "탁자", "탱크", "전화기",
      "텔레비전", "호랑이", "트랙터", "기차", "송어", "튤립", "거북", "옷장", "고래", "버드나무", "늑대", "여자", "지렁이"
    ],
    "stl10": [
      ["비행기"],
      ["새"],
      ["자동차", "승용차"],
      ["고양이"],
      ["사슴"],
      ["개", "강아지"],
      ["말"],
      ["원숭이"],
      ["배", "선박"],
      ["트럭", "화물차"]
    ],
    "eurosat": [
      ["한해살이 작물 밭", "농경지"],
      ["숲", "삼림"],
      ["풀밭과 관목", "초원"],
      ["고속도로", "간선도로"],
      ["공업 시설", "공장"],
      ["목초지"],
      ["과수원이나 포도밭"],
      ["주거지", "주택가"],
      ["강"],
      ["바다나 호수"]
    ]
  }
}
"""#,
"ru": #"""
{
  "language": "ru",
  "templates": [
    "{}",
    "на фото {}",
    "фотография: {}",
    "снимок: {}",
    "крупный план: {}",
    "размытое фото: {}",
    "маленькое фото: {}",
    "рисунок: {}",
    "на картинке {}",
    "вдалеке виден объект: {}"
  ],
  "classes": {
    "cifar10": [
      ["самолёт"],
      ["автомобиль", "легковая машина"],
      ["птица"],
      ["кошка", "кот"],
      ["олень"],
      ["собака", "пёс"],
      ["лягушка"],
      ["лошадь", "конь"],
      ["корабль", "судно"],
      ["грузовик"]
    ],
    "cifar100": [
      "яблоко", "аквариумная рыбка", "младенец", "медведь", "бобр", "кровать", "пчела", "жук", "велосипед",
      "бутылка", "миска", "мальчик", "мост", "автобус", "бабочка", "верблюд", "консервная банка", "замок",
      "гусеница", ["корова", "скот"], "стул", "шимпанзе", "часы", "облако", "таракан", "диван", "краб",
      "крокодил", "чашка", "динозавр", "дельфин", "слон", "камбала", "лес", "лиса", "девочка", "хомяк",
      "дом", "кенгуру", "клавиатура", "лампа", "газонокосилка", "леопард", "лев", "ящерица",
      ["омар", "лобстер"], "мужчина", "клён", "мотоцикл", "гора", "мышь", "гриб", "дуб", "апельсин",
      "орхидея", "выдра", "пальма", "груша", "пикап", "сосна", "равнина", "тарелка", "мак", "дикобраз",
      "опоссум", "кролик", "енот", "скат", "дорога", "ракета", "роза", "море", "тюлень", "акула",
      "землеройка", "скунс", "небоскрёб", "улитка", "змея", "паук", "белка", "трамвай", "подсолнух",
      "сладкий перец", "стол", "танк", "телефон", "телевизор", "тигр", "трактор", "поезд", "форель",
      "тюльпан", "черепаха", "шкаф", "кит", "ива", "волк", "женщина", "червь"
    ],
    "stl10": [
      ["самолёт"],
      ["птица"],
      ["автомобиль", "легковая машина"],
      ["кошка", "кот"],
      ["олень"],
      ["собака", "пёс"],
      ["лошадь", "конь"],
      ["обезьяна"],
      ["корабль", "судно"],
      ["грузовик"]
    ],
    "eurosat": [
      ["поля однолетних культур", "пашня"],
      ["лес"],
      ["луга и кустарник", "дикая трава"],
      ["шоссе", "автомагистраль"],
      ["промышленные здания", "заводы"],
      ["пастбище"],
      ["сад или виноградник", "многолетние культуры"],
      ["жилые дома", "жилой район"],
      ["река"],
      ["море или озеро"]
    ]
  }
}
"""#,
"zh": #"""
{
  "language": "zh",
  "templates": [
    "{}",
    "{}的照片",
    "一张{}的照片",
    "一张{}的图片",
    "{}的特写",
    "模糊的{}照片",
    "很小的{}照片",
    "画出来的{}",
    "图里有{}",
    "远处的{}"
  ],
  "classes": {
    "cifar10": [
      ["飞机"],
      ["汽车", "小汽车"],
      ["鸟", "小鸟"],
      ["猫", "猫咪"],
      ["鹿"],
      ["狗", "小狗"],
      ["青蛙"],
      ["马"],
      ["船", "轮船"],
      ["卡车", "货车"]
    ],
    "cifar100": [
      "苹果", ["观赏鱼", "水族箱里的鱼"], ["婴儿", "宝宝"], "熊", "河狸", "床", "蜜蜂", "甲虫", "自行车", "瓶子", "碗", "男孩", "桥",
      ["公共汽车", "公交车"], "蝴蝶", "骆驼", ["罐头", "易拉罐"], "城堡", "毛毛虫", "牛", "椅子", "黑猩猩", ["时钟", "钟表"], "云", "蟑螂",
      "沙发", "螃蟹", "鳄鱼", "杯子", "恐龙", "海豚", "大象", "比目鱼", "森林", "狐狸", "女孩", "仓鼠", "房子", "袋鼠", "键盘",
      ["灯", "台灯"], "割草机", "豹子", "狮子", "蜥蜴", "龙虾", "男人", "枫树", "摩托车", "山", "老鼠", "蘑菇", "橡树", "橙子", "兰花",
      "水獭", "棕榈树", "梨", "皮卡车", "松树", "平原", "盘子", "罂粟花", "豪猪", "负鼠", "兔子", "浣熊", ["鳐鱼", "魟鱼"], "道路", "火箭",
      "玫瑰", "大海", "海豹", "鲨鱼", "鼩鼱", "臭鼬", "摩天大楼", "蜗牛", "蛇", "蜘蛛", "松鼠", "有轨电车", "向日葵", "甜椒", "桌子", "坦克",
      "电话", "电视机", "老虎", "拖拉机", "火车", "鳟鱼", "郁金香", "乌龟", "衣柜", "鲸鱼", "柳树", "狼", "女人", ["虫子", "蠕虫"]
    ],
    "stl10": [
      ["飞机"],
      ["鸟", "小鸟"],
      ["汽车", "小汽车"],
      ["猫", "猫咪"],
      ["鹿"],
      ["狗", "小狗"],
      ["马"],
      ["猴子"],
      ["船", "轮船"],
      ["卡车", "货车"]
    ],
    "eurosat": [
      ["一年生作物的农田", "庄稼地"],
      ["森林", "树林"],
      ["草地和灌木", "野草地"],
      ["高速公路", "公路"],
      ["工业建筑", "工厂厂房"],
      ["牧场"],
      ["果园或葡萄园", "多年生作物"],
      ["住宅区", "居民楼"],
      ["河流"],
      ["海洋或湖泊", "海或湖"]
    ]
  }
}
"""#,
]
