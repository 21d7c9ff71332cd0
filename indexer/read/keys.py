"""Which keys of front matter are read, and what is the one spelling of each?

Keys are folded: `pubDate`, `pub_date`, `pub-date` and `pub date` are `pubdate`. Of several keys for
one thing, the first that says something counts; names of tags and categories come together.
"""

_JOINTS = str.maketrans("", "", "-_ \xa0\u200b\u2060\u3000\ufeff")
#: The language of the body, if the name of the file does not tell it.
MARKUP = "markup"
TITLE = "title"
#: Other keys for the title, which count where there is none.
OTHER_TITLES = (
    "headline", "posttitle", "heading", "subject", "linktitle", "og:title", "dc.title", "dc:title",
    "dcterms.title", "titel", "titre", "titulo", "título", "titolo", "tytuł", "заголовок",
    "название", "标题", "標題", "タイトル", "제목", "العنوان", "عنوان",
)  # fmt: skip
#: When an item was published.
PUBLISHED = (
    "date", "published", "publishdate", "pubdate", "created", "createdat", "publishedat",
    "datepublished", "publishedon", "createdon", "datecreated", "datetime", "timestamp",
    "pubdatetime",
    "publisheddate", "publisheddatetime", "publishedtime", "publicationdate", "firstpublished",
    "firstpublishedat", "publishtime", "publishdatetime", "postdate", "postedat", "postedon",
    "posteddate", "dateposted", "releasedate", "issuedate", "dateissued", "articledate",
    "createddate", "createdtime", "creationdate", "createdatetime", "posted", "issued",
    "uploaddate", "dateadded", "timeadded", "addedat", "datesaved", "savedat",
    "bookmarkedat", "dc.date", "dc.date.issued", "dcterms.created",
    "dcterms:created", "dc:date",
    "article:publishedtime", "og:publishedtime",
    "webpublicationdate", "firstpublicationdate", "firstpublisheddate", "originalpublicationdate",
    "postdategmt", "dategmt", "publisheddategmt", "displaydate", "publicdate", "onlinedate",
    "publicationtime", "publicationdatetime", "publishedgmt", "wp:postdate", "wp:postdategmt",
    "originaldate", "publishon", "golive", "isodate", "dcdate", "dc.date.created", "dctermsdate",
    "dctermscreated", "dctermsissued", "dcterms.issued", "dcterms.date", "dcterms:issued",
    "dcterms:date",
)  # fmt: skip
#: The same in other languages.
PUBLISHED_ELSEWHERE = (
    "fecha", "fechapublicacion", "fechapublicación", "fechadepublicacion", "fechadepublicación",
    "publicado", "datum", "erscheinungsdatum", "veröffentlicht", "veröffentlichtam",
    "veröffentlichungsdatum", "datepublication", "datedepublication", "dateparution", "publié",
    "publiéle", "datapublicacao", "datapublicação", "datadepublicação", "datapubblicazione",
    "datadipubblicazione", "pubblicato", "publicatiedatum", "gepubliceerd", "dato", "publicerad",
    "julkaistu", "päivämäärä", "datapublikacji", "opublikowano", "tarih", "yayıntarihi", "tanggal",
    "ngày", "ngàyđăng", "дата", "датапубликации", "опубликовано", "датапублікації", "опубліковано",
    "ημερομηνία", "تاریخ", "تاريخ", "تاريخالنشر", "تاریخانتشار", "תאריך", "दिनांक", "तारीख", "তারিখ",
    "วันที่", "日期", "发布日期", "发布时间", "發布日期", "發佈日期", "發布時間",
    "发表日期", "发表时间", "创建日期", "日付", "公開日", "公開日時", "投稿日", "掲載日", "作成日",
    "날짜", "작성일", "게시일", "등록일", "발행일", "data",
)  # fmt: skip
#: Those among them that often say something else.
OFTEN_NO_DAY = frozenset(("data", "dato"))
#: When it was changed last, which counts where nothing else is said.
MODIFIED = (
    "lastmod", "modified", "updated", "modifiedat", "updatedat", "datemodified", "lastmodified",
    "lastmodifiedat", "lastupdated", "updateddate", "lastupdate", "moddatetime", "modifieddate",
    "modifiedon", "updatedon", "updatedate", "dateupdated", "lastmodifieddate", "lastupdatedat",
    "modifiedgmt", "postmodified", "postmodifiedgmt", "lastpublicationdate",
    "updatedtime", "modifiedtime", "lastmoddate", "lastchanged", "lastedited", "datelastmodified",
    "lasteditedtime",
)  # fmt: skip
#: Folded keys of a mapping that stands for a day: `last_update: {date: …}`, `{"$date": …}`.
DAYS_IN_MAPPINGS = ("date", "$date", "datetime", "value", "iso", "published", "created")
#: Addresses and names of the item's own page; they often hold its day.
PATHS = ("path", "permalink", "slug", "url")
#: Keys for tags and categories: those of the first row that says something count together.
RANKED_TAGS: tuple[frozenset[str], ...] = tuple(map(frozenset, (
    (
        "tags", "tag", "filetags", "hugotags", "taglist", "posttags", "posttag", "article:tag",
        "schlagwörter", "etiquetas", "étiquettes", "теги", "标签", "標籤", "タグ", "태그", "وسوم",
    ),
    ("topics", "topic", "labels", "subjects", "subject", "dc.subject", "dc:subject"),
    ("keywords",),
)))  # fmt: skip
RANKED_CATEGORIES: tuple[frozenset[str], ...] = tuple(map(frozenset, (
    (
        "categories", "category", "hugocategories", "postcategory", "postcategories", "kategorie",
        "kategorien", "catégorie", "catégories", "categoria", "categoría", "categorias",
        "categorías", "категория", "категории", "рубрика", "分类", "分類", "カテゴリー",
    ),
    ("section", "articlesection", "article:section", "ressort", "rubrik"),
)))  # fmt: skip
TAGS = tuple(key for row in RANKED_TAGS for key in row if key not in OTHER_TITLES)
CATEGORIES = tuple(key for row in RANKED_CATEGORIES for key in row)
#: Keys whose values are names: those of tags and categories.
NAME_KEYS = frozenset({*TAGS, *CATEGORIES})
#: Mappings that may hold the tags and categories, as Zola's, Hugo's and Grav's do.
GROUPS = ("taxonomies", "taxonomy", "extra", "params")
#: Those among them that may hold a subtitle or a description.
GROUPS_OF_TEXTS = ("extra", "params")
#: Other mappings that may hold the address of the original, those that may hold it in turn first.
LINK_GROUPS = (
    "seo", "meta", "metadata", "head", "yoast", "og", "opengraph", "twitter", "jsonld", "schema",
    "links", "custom", "hub",
)  # fmt: skip
#: What a mapping in a list says that holds it: `{rel: canonical, href: …}`.
CANONICAL = frozenset(("canonical", "canonicalurl", "og:url", "original", "originalurl"))
#: The address of the original; it must lead to the web.
LINKS = ("link", "sourceurl")
#: Other keys for it, which may say something else: another value is ignored.
ORIGINALS = (
    "from", "original", "originalurl", "canonical", "canonicalurl", "externalurl", "url",
    "originallink", "sourcelink", "externallink", "articleurl", "weburl", "linkurl",
    "syndicatedfrom", "relcanonical", "canonicallink", "articlelink", "posturl", "pageurl",
    "storyurl", "og:url", "mainentityofpage", "dc.identifier", "resolvedurl", "givenurl", "origin",
    "via", "href", "web", "links",
)  # fmt: skip
#: Those among them that often hold words, or several addresses; these are said.
OFTEN_NO_LINKS = ("origin", "via", "web", "links")
#: Keys for an item's own address, which count for the original where they lead to the web.
OWN_ADDRESSES = ("permalink", "guid")
#: Other keys than `source` for the outlet.
OUTLET_KEYS = (
    "outlet", "publisher", "publication", "newspaper", "sourcename", "sitename", "og:sitename",
    "publicationtitle", "publicationname", "dc.publisher", "dc:publisher", "quelle", "fuente",
    "fonte", "источник", "джерело", "来源", "來源",
)  # fmt: skip
#: Text that is not in the body.
TEXTS = (
    "rawcontent", "content", "contenthtml", "body", "bodyhtml", "article", "articlebody",
    "fulltext", "html", "text", "contenttext", "bodytext", "articletext", "markdown",
    "contentmarkdown", "rawtext", "plaintext", "htmlbody", "htmlcontent", "textbody", "textcontent",
    "bodymarkdown", "markdownbody", "contentencoded", "content:encoded", "postcontent",
    "pagecontent", "maincontent", "maintext", "story", "storytext", "transcript", "raw",
)  # fmt: skip
#: Text that a page shows between its title and its body.
ABOVE_TEXT = (
    "subtitle", "subheadline", "subheading", "subhead", "standfirst", "deck", "dek", "lede",
    "abstract", "abstractnote", "alternativeheadline",
)  # fmt: skip
#: Text that stands for a body where there is none.
DESCRIPTIONS = ("description", "summary", "excerpt", "teaser", *ABOVE_TEXT)
#: What stands below a picture: beside its address, or in a mapping with it.
CAPTIONS = (
    "caption", "imagecaption", "photocaption", "covercaption", "picturecaption",
    "featureimagecaption", "featuredimagecaption",
)  # fmt: skip

#: Keys by which front matter is known: those above that are not common words, and others that
#: archives have.
KNOWN = frozenset({
    TITLE, "headline", *PUBLISHED, *MODIFIED, *NAME_KEYS, *DESCRIPTIONS, *LINKS, "slug",
    "permalink", "url", "author", "authors", "lang", "language", "draft", "layout", "source",
    "status", "subtitle",
}) - {"section", "topic", "ressort", "rubrik"}  # fmt: skip
#: Those by which front matter without fences is known; the others may begin a paragraph.
HEADERS = frozenset({
    TITLE, "date", "modified", "author", "authors", "tags", "category", "categories", "slug",
    "keywords", "lang", "status", "layout", "draft", "permalink", "subtitle", "pubdate",
})  # fmt: skip


def fold_key(key: str) -> str:
    """Return a key in lower case, without hyphens, underscores and blanks."""
    return key.lower() if key.isalpha() else key.translate(_JOINTS).lower()
