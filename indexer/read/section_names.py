"""Which words before or in an outlet's name tell its section or its edition?"""

#: Sections that stand between a title and the outlet, in lower case: `… | World news | …`.
SECTIONS = frozenset((
    *("news", "world", "world news", "uk news", "us news", "politics", "us politics"),
    *("uk politics", "business", "economy", "money", "finance", "markets", "technology", "tech"),
    *("science", "environment", "climate", "health", "sport", "sports", "football", "opinion"),
    *("culture", "entertainment", "lifestyle", "travel", "national", "international", "local"),
    *("europe news", "middle east", "australia news", "breaking news", "latest news"),
    *("top stories", "analysis", "features", "arts", "weather"),
    *("world news story", "global development", "society", "education", "media", "law", "books"),
    *("politik", "wirtschaft", "kultur", "panorama", "meinung", "wissen", "ausland", "inland"),
    *("gesellschaft", "digital", "finanzen", "feuilleton", "nachrichten", "unternehmen"),
    *("internacional", "españa", "política", "economía", "deportes", "cultura", "opinión"),
    *("sociedad", "mundo", "ciencia", "tecnología", "noticias"),
    *("monde", "politique", "économie", "société", "planète", "sciences", "idées", "actualités"),
    *("mondo", "esteri", "politica", "economia", "cronaca", "spettacoli", "notizie", "sociedade"),
    *("esporte", "esportes", "wereld", "buitenland", "binnenland"),
    *("politiek", "economie", "nieuws", "świat", "polityka", "gospodarka", "wiadomości", "kraj"),
    *("политика", "экономика", "общество", "в мире", "мир", "спорт", "новости", "культура"),
    *("бизнес", "финансы", "політика", "економіка", "суспільство", "світ", "новини"),
    *("dünya", "gündem", "ekonomi", "siyaset", "spor", "haberler", "haber"),
    *("سياسة", "اقتصاد", "أخبار", "العالم", "رياضة", "جهان", "سیاست", "اقتصاد", "ورزشی"),
    *("时政", "国际", "国内", "社会", "财经", "体育", "娱乐", "科技", "要闻", "评论"),
    *("军事", "教育", "文化", "新闻"),
    *("新聞", "時政", "國際", "國內", "社會", "財經", "體育", "娛樂", "要聞"),
    *("国際", "政治", "経済", "スポーツ", "ニュース", "국제", "정치", "사회", "경제"),
    *("스포츠", "문화", "세계", "뉴스"),
))  # fmt: skip
#: Words for the language or land of an edition, in lower case: `BBC Persian`, `BBC Mundo`.
EDITIONS = frozenset((
    *("persian", "arabic", "russian", "hindi", "urdu", "bengali", "bangla", "turkish", "türkçe"),
    *("chinese", "japanese", "korean", "korea", "vietnamese", "indonesia", "thai", "ukrainian"),
    *("spanish", "french", "german", "portuguese", "somali", "swahili", "afrique", "africa"),
    *("mundo", "brasil", "español", "en español", "arabia", "india", "türk", "world service"),
    *("farsi", "pashto", "tamil", "telugu", "marathi", "gujarati", "punjabi", "nepali", "sinhala"),
    *("serbian", "uzbek", "kyrgyz", "azerbaijani", "burmese", "hausa", "igbo", "yoruba", "pidgin"),
))  # fmt: skip
