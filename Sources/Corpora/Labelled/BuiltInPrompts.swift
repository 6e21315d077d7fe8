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
