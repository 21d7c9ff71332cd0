"""Which month of the year does a name mean, in any language that an archive may have?

The names and abbreviations are those of the Gregorian calendar in the Unicode CLDR, as they are
written in dates and alone, for every Snowball language and many others. No name means one month in
one language and another month in another, which a test holds: so `listopada`, which is November in
Polish, is missing in Croatian. A name of two words is written here as one, and a short one without
points, as `search.language.days` makes them: كانون الثاني, ม.ค.
"""

from functools import cache

from search.text import fold

# A line for each language; its months are separated by slashes, the names of a month by blanks.
_NAMES = (
    # Roman numerals, as in "9.IX.2026"
    "i / ii / iii / iv / v / vi / vii / viii / ix / x / xi / xii",
    # Afrikaans
    "januarie / februarie / maart / april / mei / junie / julie / augustus / september / oktober / "
    "november / desember",
    # Albanian
    "janar / shkurt / mars / prill / maj / qershor / korrik / gusht / shtator / tetor / nëntor / "
    "dhjetor",
    # Arabic
    "يناير / فبراير / مارس / أبريل / مايو / يونيو / يوليو / أغسطس / سبتمبر / أكتوبر / "
    "نوفمبر / ديسمبر",
    # Armenian
    "հունվարի հնվ հունվար / փետրվարի փտվ փետրվար / մարտի մրտ մարտ / ապրիլի ապր ապրիլ / "
    "մայիսի մյս մայիս / հունիսի հնս հունիս / հուլիսի հլս հուլիս / օգոստոսի օգս օգոստոս / "
    "սեպտեմբերի սեպ սեպտեմբեր / հոկտեմբերի հոկ հոկտեմբեր / նոյեմբերի նոյ նոյեմբեր / "
    "դեկտեմբերի դեկ դեկտեմբեր",
    # Azerbaijani
    "yanvar / fevral / mart / aprel / may / iyun / iyul / avqust / sentyabr / oktyabr / noyabr / "
    "dekabr",
    # Belarusian
    "студзеня студзень / лютага люты / сакавіка сакавік / красавіка красавік / мая май / "
    "чэрвеня чэрвень / ліпеня ліпень / жніўня жнівень / верасня верасень / "
    "кастрычніка кастрычнік / лістапада лістапад / снежня снежань",
    # Basque
    "urtarrila urt urtarrilak urtarrilaren / otsaila ots otsailak otsailaren / martxoa "
    "mar martxoak martxoaren / apirila api apirilak apirilaren / maiatza mai maiatzak "
    "maiatzaren / ekaina eka ekainak ekainaren / uztaila uzt uztailak uztailaren / "
    "abuztua abu abuztuak abuztuaren / iraila ira irailak irailaren / urria urr urriak "
    "urriaren / azaroa aza azaroak azaroaren / abendua abe abenduak abenduaren",
    # Bengali
    "জানুয়ারি জানুয়ারী / ফেব্রুয়ারি ফেব্রুয়ারী / মার্চ / এপ্রিল / মে / জুন / জুলাই / আগস্ট / "
    "সেপ্টেম্বর / অক্টোবর / নভেম্বর / ডিসেম্বর",
    # Bulgarian
    "януари / февруари / март / април / май / юни / юли / август / септември / октомври / "
    "ноември / декември",
    # Catalan
    "gener gen / febrer febr / març / abril abr / maig / juny / juliol jul / agost ag / "
    "setembre set / octubre oct / novembre nov / desembre des",
    # Croatian
    "siječnja siječanj / veljače veljača / ožujka ožujak / travnja travanj / svibnja svibanj / "
    "lipnja lipanj / srpnja srpanj / kolovoza kolovoz / rujna rujan / oktobra / "
    "studenoga studenog studeni / prosinca prosinac",
    # Czech
    "ledna led leden / února úno únor / března bře březen / dubna dub duben / května kvě "
    "květen / června čvn červen / července čvc červenec / srpna srp srpen / září zář / "
    "října říj říjen / listopadu lis listopad / prosince pro prosinec",
    # Danish
    "januar jan / februar feb / marts mar / april apr / maj / juni jun / juli jul / "
    "august aug / september sep / oktober okt / november nov / december dec",
    # Dutch
    "januari jan / februari feb / maart mrt / april apr / mei / juni jun / juli jul / "
    "augustus aug / september sep / oktober okt / november nov / december dec",
    # English
    "january jan / february feb / march mar / april apr / may / june jun / july jul / "
    "august aug / september sep sept / october oct / november nov / december dec",
    # Esperanto
    "januaro jan / februaro feb / marto mar / aprilo apr / majo maj / junio jun / julio "
    "jul / aŭgusto aŭg / septembro sep / oktobro okt / novembro nov / decembro dec",
    # Estonian
    "jaanuar jaan / veebruar veebr / märts / aprill apr / mai / juuni / juuli / august "
    "aug / september sept / oktoober okt / november nov / detsember dets",
    # Filipino
    "enero / pebrero / marso / abril / mayo / hunyo / hulyo / agosto / setyembre / oktubre / "
    "nobyembre / disyembre",
    # Finnish
    "tammikuuta tammi tammikuu / helmikuuta helmi helmikuu / maaliskuuta maalis maaliskuu "
    "/ huhtikuuta huhti huhtikuu / toukokuuta touko toukokuu / kesäkuuta kesä kesäkuu / "
    "heinäkuuta heinä heinäkuu / elokuuta elo elokuu / syyskuuta syys syyskuu / lokakuuta "
    "loka lokakuu / marraskuuta marras marraskuu / joulukuuta joulu joulukuu",
    # French
    "janvier janv / février févr / mars / avril avr / mai / juin / juillet juil / août / "
    "septembre sept / octobre oct / novembre nov / décembre déc",
    # Galician
    "xaneiro / febreiro / marzo / abril / maio / xuño / xullo / agosto / setembro / outubro / "
    "novembro / decembro",
    # Georgian
    "იანვარი იანვარს / თებერვალი თებერვალს / მარტი მარტს / აპრილი აპრილს / მაისი მაისს / "
    "ივნისი ივნისს / ივლისი ივლისს / აგვისტო აგვისტოს / სექტემბერი სექტემბერს / "
    "ოქტომბერი ოქტომბერს / ნოემბერი ნოემბერს / დეკემბერი დეკემბერს",
    # German
    "januar jan jänner jän / februar feb / märz mär / april apr / mai / juni jun / juli "
    "jul / august aug / september sept sep / oktober okt / november nov / dezember dez",
    # Greek
    "ιανουαρίου ιαν ιανουάριος / φεβρουαρίου φεβ φεβρουάριος / μαρτίου μαρ μάρτιος μάρ / "
    "απριλίου απρ απρίλιος / μαΐου μαΐ μάιος μάι / ιουνίου ιουν ιούνιος ιούν / ιουλίου "
    "ιουλ ιούλιος ιούλ / αυγούστου αυγ αύγουστος αύγ / σεπτεμβρίου σεπ σεπτέμβριος / "
    "οκτωβρίου οκτ οκτώβριος / νοεμβρίου νοε νοέμβριος νοέ / δεκεμβρίου δεκ δεκέμβριος",
    # Hebrew
    "ינואר בינואר / פברואר בפברואר / מרץ במרץ / אפריל באפריל / מאי במאי / יוני ביוני / "
    "יולי ביולי / אוגוסט באוגוסט / ספטמבר בספטמבר / אוקטובר באוקטובר / נובמבר בנובמבר / "
    "דצמבר בדצמבר",
    # Hindi
    "जनवरी जन / फ़रवरी फ़र / मार्च / अप्रैल / मई / जून / जुलाई जुल / अगस्त अग / सितंबर "
    "सित / अक्टूबर अक्टू / नवंबर नव / दिसंबर दिस",
    # Hungarian
    "január jan / február febr / március márc / április ápr / május máj / június jún / "
    "július júl / augusztus aug / szeptember szept / október okt / november nov / "
    "december dec",
    # Icelandic
    "janúar / febrúar / mars / apríl / maí / júní / júlí / ágúst / september / október / "
    "nóvember / desember",
    # Indonesian
    "januari jan / februari feb / maret mar / april apr / mei / juni jun / juli jul / "
    "agustus agu / september sep / oktober okt / november nov / desember des",
    # Irish
    "eanáir ean / feabhra feabh / márta / aibreán aib / bealtaine beal / meitheamh meith "
    "/ iúil / lúnasa lún / meán mfómh / deireadh dfómh / samhain samh / nollaig noll",
    # Italian
    "gennaio gen / febbraio feb / marzo mar / aprile apr / maggio mag / giugno giu / "
    "luglio lug / agosto ago / settembre set / ottobre ott / novembre nov / dicembre dic",
    # Kazakh
    "қаңтар / ақпан / наурыз / сәуір / мамыр / маусым / шілде / тамыз / қыркүйек / қазан / "
    "қараша / желтоқсан",
    # Latvian
    "janvāris janvārī / februāris februārī / marts martā / aprīlis aprīlī / maijs maijā / "
    "jūnijs jūnijā / jūlijs jūlijā / augusts augustā / septembris septembrī / "
    "oktobris oktobrī / novembris novembrī / decembris decembrī",
    # Lithuanian
    "sausio saus sausis / vasario vas vasaris / kovo kov kovas / balandžio bal balandis / "
    "gegužės geg gegužė / birželio birž birželis / liepos liep liepa / rugpjūčio rugp "
    "rugpjūtis / rugsėjo rugs rugsėjis / spalio spal spalis / lapkričio lapkr lapkritis / "
    "gruodžio gruod gruodis",
    # Macedonian
    "јануари / февруари / март / април / мај / јуни / јули / август / септември / октомври / "
    "ноември / декември",
    # Malay
    "januari / februari / mac / april / mei / jun / julai / ogos / september / oktober / "
    "november / disember",
    # Nepali
    "जनवरी / फेब्रुअरी / मार्च / अप्रिल / मे / जुन / जुलाई / अगस्ट / सेप्टेम्बर / अक्टोबर / नोभेम्बर / डिसेम्बर",
    # Norwegian
    "januar jan / februar feb / mars mar / april apr / mai / juni jun / juli jul / august "
    "aug / september sep / oktober okt / november nov / desember des",
    # Persian
    "ژانویه / فوریه / مارس / آوریل / مه / ژوئن / ژوئیه / اوت / سپتامبر / اکتبر / نوامبر / دسامبر",
    # Polish
    "stycznia sty styczeń / lutego lut luty / marca mar marzec / kwietnia kwi kwiecień / "
    "maja maj / czerwca cze czerwiec / lipca lip lipiec / sierpnia sie sierpień / "
    "września wrz wrzesień / października paź październik / listopada lis listopad / "
    "grudnia gru grudzień",
    # Portuguese
    "janeiro jan / fevereiro fev / março mar / abril abr / maio mai / junho jun / julho "
    "jul / agosto ago / setembro set / outubro out / novembro nov / dezembro dez",
    # Romanian
    "ianuarie ian / februarie feb / martie mar / aprilie apr / mai / iunie iun / iulie "
    "iul / august aug / septembrie sept / octombrie oct / noiembrie nov / decembrie dec",
    # Russian
    "января янв январь / февраля февр февраль / марта мар март / апреля апр апрель / мая "
    "май / июня июн июнь / июля июл июль / августа авг август / сентября сент сентябрь / "
    "октября окт октябрь / ноября нояб ноябрь / декабря дек декабрь",
    # Serbian
    "јануар јан januar jan / фебруар феб februar feb / март мар mart mar / април апр "
    "april apr / мај maj / јун jun / јул jul / август авг avgust avg / септембар сеп "
    "septembar sep / октобар окт oktobar okt / новембар нов novembar nov / децембар дец "
    "decembar dec",
    # Serbian, in dates
    "јануара januara / фебруара februara / марта marta / априла aprila / маја maja / "
    "јуна juna / јула jula / августа avgusta / септембра septembra / октобра oktobra / "
    "новембра novembra / децембра decembra",
    # Sesotho
    "pherekgong / hlakola / hlakubele / mmesa / motsheanong / phupjane / phupu / phato / "
    "lwetse / mphalane / pudungwana / tshitwe",
    # Slovak
    "januára január / februára február / marca marec / apríla apríl / mája máj / júna jún / "
    "júla júl / augusta august / septembra september / októbra október / novembra november / "
    "decembra december",
    # Slovene
    "januarja januar / februarja februar / marca marec / aprila april / maja maj / junija junij / "
    "julija julij / avgusta avgust / septembra september / oktobra oktober / "
    "novembra november / decembra december",
    # Spanish
    "enero ene / febrero feb / marzo mar / abril abr / mayo may / junio jun / julio jul / "
    "agosto ago / septiembre sept / octubre oct / noviembre nov / diciembre dic",
    # Swahili
    "januari / februari / machi / aprili / mei / juni / julai / agosti / septemba / oktoba / "
    "novemba / desemba",
    # Swedish
    "januari jan / februari feb / mars / april apr / maj / juni / juli / augusti aug / "
    "september sep / oktober okt / november nov / december dec",
    # Tamil
    "ஜனவரி ஜன / பிப்ரவரி பிப் / மார்ச் மார் / ஏப்ரல் ஏப் / மே / ஜூன் / ஜூலை / ஆகஸ்ட் ஆக / "
    "செப்டம்பர் செப் / அக்டோபர் அக் / நவம்பர் நவ / டிசம்பர் டிச",
    # Thai
    "มกราคม / กุมภาพันธ์ / มีนาคม / เมษายน / พฤษภาคม / มิถุนายน / กรกฎาคม / สิงหาคม / กันยายน / "
    "ตุลาคม / พฤศจิกายน / ธันวาคม",
    # Turkish
    "ocak oca / şubat şub / mart mar / nisan nis / mayıs may / haziran haz / temmuz tem / "
    "ağustos ağu / eylül eyl / ekim eki / kasım kas / aralık ara",
    # Ukrainian
    "січня січ січень / лютого лют лютий / березня бер березень / квітня квіт квітень / "
    "травня трав травень / червня черв червень / липня лип липень / серпня серп серпень / "
    "вересня вер вересень / жовтня жовт жовтень / листопада лист листопад / "
    "грудня груд грудень",
    # Urdu
    "جنوری / فروری / مارچ / اپریل / مئی / جون / جولائی / اگست / ستمبر / اکتوبر / نومبر / دسمبر",
    # Uzbek
    "yanvar / fevral / mart / aprel / may / iyun / iyul / avgust / sentabr / oktabr / noyabr / "
    "dekabr",
    # Welsh
    "ionawr / chwefror / mawrth / ebrill / mai / mehefin / gorffennaf / awst / medi / hydref / "
    "tachwedd / rhagfyr",
    # Yiddish
    "יאַנואַר יאַנ / פֿעברואַר פֿעב / מערץ / אַפּריל אַפּר / מיי / יוני / יולי / אויגוסט "
    "אויג / סעפּטעמבער סעפּ / אקטאבער אקט / נאוועמבער נאוו / דעצעמבער דעצ",
    # Amharic
    "ጃንዋሪ ጃን / ፌብሩዋሪ ፌብ / ማርች / ኤፕሪል ኤፕሪ / ሜይ / ጁን / ጁላይ / ኦገስት ኦገስ / ሴፕቴምበር ሴፕቴ / "
    "ኦክቶበር ኦክቶ / ኖቬምበር ኖቬም / ዲሴምበር ዲሴም",
    # Burmese
    "ဇန်နဝါရီ ဇန်နဝါရီလ ဇန် / ဖေဖော်ဝါရီ ဖေဖော်ဝါရီလ ဖေ / မတ် မတ်လ / ဧပြီ ဧပြီလ ဧ / မေ မေလ / "
    "ဇွန် ဇွန်လ / ဇူလိုင် ဇူလိုင်လ ဇူ / ဩဂုတ် ဩဂုတ်လ သြဂုတ် သြဂုတ်လ ဩ / စက်တင်ဘာ စက်တင်ဘာလ စက် / "
    "အောက်တိုဘာ အောက်တိုဘာလ အောက် / နိုဝင်ဘာ နိုဝင်ဘာလ နို / ဒီဇင်ဘာ ဒီဇင်ဘာလ ဒီ",
    # Gujarati
    "જાન્યુઆરી જાન્યુ / ફેબ્રુઆરી ફેબ્રુ / માર્ચ / એપ્રિલ / મે / જૂન / જુલાઈ / ઑગસ્ટ / "
    "સપ્ટેમ્બર સપ્ટે / ઑક્ટોબર ઑક્ટો / નવેમ્બર નવે / ડિસેમ્બર ડિસે",
    # Kannada
    "ಜನವರಿ ಜನ / ಫೆಬ್ರವರಿ ಫೆಬ್ರ / ಮಾರ್ಚ್ / ಏಪ್ರಿಲ್ ಏಪ್ರಿ / ಮೇ / ಜೂನ್ / ಜುಲೈ / ಆಗಸ್ಟ್ ಆಗ / "
    "ಸೆಪ್ಟೆಂಬರ್ ಸೆಪ್ಟೆಂ / ಅಕ್ಟೋಬರ್ ಅಕ್ಟೋ / ನವೆಂಬರ್ ನವೆಂ / ಡಿಸೆಂಬರ್ ಡಿಸೆಂ",
    # Khmer
    "មករា / កុម្ភៈ / មីនា / មេសា / ឧសភា / មិថុនា / កក្កដា / សីហា / កញ្ញា / តុលា / វិច្ឆិកា / ធ្នូ",
    # Kyrgyz
    "январь янв / февраль фев / март мар / апрель апр / май / июнь июн / июль июл / "
    "август авг / сентябрь сен / октябрь окт / ноябрь ноя / декабрь дек",
    # Lao
    "ມັງກອນ / ກຸມພາ / ມີນາ / ເມສາ / ພຶດສະພາ / ມິຖຸນາ / ກໍລະກົດ / ສິງຫາ / ກັນຍາ / ຕຸລາ / ພະຈິກ / ທັນວາ",
    # Luxembourgish
    "januar jan / februar feb / mäerz / abrëll abr / mee / juni jun / juli jul / "
    "august aug / september sep / oktober okt / november nov / dezember dez",
    # Malayalam
    "ജനുവരി ജനു / ഫെബ്രുവരി ഫെബ്രു / മാർച്ച് മാർ / ഏപ്രിൽ ഏപ്രി / മേയ് / ജൂൺ / ജൂലൈ / "
    "ഓഗസ്റ്റ് ഓഗ / സെപ്റ്റംബർ സെപ്റ്റം / ഒക്‌ടോബർ ഒക്ടോ / നവംബർ നവം / ഡിസംബർ ഡിസം",
    # Maltese
    "jannar jan / frar fra / marzu mar / april apr / mejju mej / ġunju ġun / lulju lul / "
    "awwissu aww / settembru set / ottubru ott / novembru nov / diċembru diċ",
    # Marathi
    "जानेवारी जाने / फेब्रुवारी फेब्रु / मार्च / एप्रिल एप्रि / मे / जून / जुलै / ऑगस्ट ऑग / "
    "सप्टेंबर सप्टें / ऑक्टोबर ऑक्टो / नोव्हेंबर नोव्हें / डिसेंबर डिसें",
    # Odia
    "ଜାନୁଆରୀ / ଫେବୃଆରୀ / ମାର୍ଚ୍ଚ / ଅପ୍ରେଲ / ମଇ / ଜୁନ / ଜୁଲାଇ / ଅଗଷ୍ଟ / ସେପ୍ଟେମ୍ବର / ଅକ୍ଟୋବର / ନଭେମ୍ବର / ଡିସେମ୍ବର",
    # Pashto
    "جنوري / فبروري فېبروري / مارچ / اپریل / مۍ / جون / جولای / اګست / سېپتمبر سپتمبر / "
    "اکتوبر / نومبر / دسمبر",
    # Punjabi
    "ਜਨਵਰੀ ਜਨ / ਫ਼ਰਵਰੀ ਫ਼ਰ / ਮਾਰਚ / ਅਪ੍ਰੈਲ ਅਪ੍ਰੈ / ਮਈ / ਜੂਨ / ਜੁਲਾਈ ਜੁਲਾ / ਅਗਸਤ ਅਗ / "
    "ਸਤੰਬਰ ਸਤੰ / ਅਕਤੂਬਰ ਅਕਤੂ / ਨਵੰਬਰ ਨਵੰ / ਦਸੰਬਰ ਦਸੰ",
    # Sinhala
    "ජනවාරි / පෙබරවාරි / මාර්තු / අප්‍රේල් අප්රේල් / මැයි / ජූනි / ජූලි / අගෝස්තු / "
    "සැප්තැම්බර් / ඔක්තෝබර් / නොවැම්බර් / දෙසැම්බර්",
    # Somali
    "janaayo jan jannaayo / febraayo feb / maarso mar / abriil abr / maayo may / juun jun / "
    "luulyo lul / agosto ogs ogosto / sebtembar seb sebteembar / oktoobar okt / "
    "noofeembar nof / diseembar dis",
    # Tajik
    "январ янв / феврал фев / март мар / апрел апр / май / июн / июл / август авг / "
    "сентябр сен / октябр окт / ноябр ноя / декабр дек",
    # Telugu
    "జనవరి జన / ఫిబ్రవరి ఫిబ్ర / మార్చి / ఏప్రిల్ ఏప్రి / మే / జూన్ / జులై / ఆగస్టు ఆగ / "
    "సెప్టెంబర్ సెప్టెం / అక్టోబర్ అక్టో / నవంబర్ నవం / డిసెంబర్ డిసెం",
    # Turkmen
    "ýanwar ýan / fewral few / mart mar / aprel apr / maý / iýun / iýul / awgust awg / "
    "sentýabr sen / oktýabr okt / noýabr noý / dekabr dek",
    # Zulu
    "januwari jan / februwari feb / mashi mas / ephreli eph / meyi mey / juni jun / "
    "julayi jul / agasti aga / septhemba sep / okthoba okt / novemba nov / disemba dis",
    # Arabic, in the Levant
    "كانونالثاني / شباط / آذار / نيسان / أيار / حزيران / تموز / آب / أيلول / تشرينالأول / "
    "تشرينالثاني / كانونالأول",
    # Arabic, in the Maghreb
    "جانفي / فيفري / مارس / أفريل / ماي / جوان / جويلية يوليوز / أوت غشت / شتنبر / أكتوبر / "
    "نونبر / ديسمبر دجنبر",
    # Thai, short
    "มค / กพ / มีค / เมย / พค / มิย / กค / สค / กย / ตค / พย / ธค",
)


def month_of(name: str) -> int | None:
    """Return the month, from 1, that a name means; None if it means none.

    Accents and upper case do not matter: "März", "MARZ" -> 3.
    """
    return _months().get(fold(name))


@cache
def _months() -> dict[str, int]:
    return {
        fold(name): month
        for language in _NAMES
        for month, names in enumerate(language.split(" / "), start=1)
        for name in names.split(" ")
    }
