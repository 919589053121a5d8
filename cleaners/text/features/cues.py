"""Words that speak for one kind of line in many languages: prompts, talk to the reader, authors' notes, captions, law.

They are evidence for the labeller, not rules: each of them stands in articles as well.
"""

from collections.abc import Sequence

import numpy as np

from cleaners.text.features.counts import Array

_SETS = {
    "prompt": """newsletter newsletters subscribe subscribed subscriber subscribers subscription signup sign app apps download
        follow click join register login log account email inbox whatsapp facebook twitter instagram youtube podcast telegram
        notifications donate support free trial offer website site online read watch listen share abonnieren abonnement abo
        anmelden registrieren kostenlos herunterladen folgen klicken hier testen lesen digital inscrivez abonnez recevez
        gratuit cliquez téléchargez abonné suscríbete suscripción boletín síguenos descarga gratis iscriviti abbonati
        seguici scarica assine inscreva siga baixe nieuwsbrief abonnee gratis zapisz subskrybuj newslettera obserwuj
        подпишитесь подписывайтесь канал рассылка підписуйтесь абонируйте bülten abone takip indir prenumerera nyhetsbrev
        følg abonner nyhedsbrev 登録 会員 登録 購読 アプリ 订阅 关注 下载 구독 회원 앱 اشترك تابع تطبيق""",
    "you": """you your yours yourself sie ihr ihre ihren ihrem ihnen du dein deine euch euer vous votre vos tu te ton ta tes
        usted ustedes su sus tú voi vostro tuo tua você vocês seu sua je jij jouw uw wy wasz twój вы вас вам ваш ваши ви вас
        ваш siz sizin du din dig ditt deg dere あなた 您 你 你们 당신 여러분 आप अपने أنت""",
    "me": """i i'm my me mine myself we our us ours imo lol ich mein meine mir mich wir uns unser unsere je mon ma mes nous
        notre nos yo mi mis nosotros nuestro nuestra io mio noi nostro nostra eu meu minha nós nosso nossa ik mijn wij ons
        onze ja mój my nasz я мой мне мы наш ми наш ben benim biz bizim jag min vi vår jeg min vi våre 私 我 我们 나 우리 मैं हम""",
    "author": """author authors writer reporter reporters editor journalist correspondent columnist contributor contributed
        contributing reporting writing compiled edited photographer professor researcher lecturer fellow founder ceo expert
        lives based autor autorin autoren redakteur redakteurin reporterin journalistin korrespondent redaktion gründer
        professorin experte journaliste auteur rédacteur correspondant periodista redactor corresponsal giornalista autore
        jornalista repórter redacteur verslaggever dziennikarz redaktor журналист автор корреспондент журналіст gazeteci yazar
        muhabir journalist redaktör forfatter 記者 著者 编辑 记者 作者 责编 기자 लेखक كاتب صحفي""",
    "picture": """photo photos photograph photographer picture pictured image images file left right centre center above below
        shows seen getty reuters afp ap epa credit courtesy illustration graphic screenshot archive poses stands walks foto
        fotos bild bilder links rechts archiv symbolbild imago dpa zu sehen grafik quelle photo image gauche droite crédit
        imagen archivo izquierda derecha immagine archivio sinistra destra imagem arquivo beeld archief zdjęcie fot źródło
        фото фотография архив слева справа зображення fotoğraf arşiv bilden vänster höger billede venstre høyre 写真 撮影
        提供 图 摄 资料图 사진 제공 फोटो صورة""",
    "law": """copyright rights reserved terms conditions policy privacy cookies affiliate commission disclaimer liability
        reproduction permission trademark registered rechte vorbehalten datenschutz nutzungsbedingungen impressum haftung
        provision droits réservés conditions confidentialité derechos reservados condiciones privacidad diritti riservati
        condizioni direitos reservados termos privacidade rechten voorbehouden voorwaarden prawa zastrzeżone regulamin права
        защищены условия saklıdır gizlilik çerez rättigheter vilkår 著作権 無断転載 規約 版权 声明 무단전재 저작권 حقوق""",
    "more": """more related latest recent popular trending recommended also topics topic tags stories articles posts headlines
        previous next read continue series playlist videos podcast mehr weitere weiteres thema themen schlagwörter schlagworte
        stichworte artikel beiträge beitrag meldungen nachrichten neueste aktuelle aktuelles meistgelesen empfohlen sendung
        programm dossier auch plus lire aussi articles sujets thèmes à voir suivre actualités dernières más temas etiquetas
        relacionadas relacionados noticias leer también últimas altre correlati leggi anche argomenti ultime notizie notícias
        leia também mais tópicos assuntos relacionados últimas meer lees ook gerelateerd onderwerpen nieuws czytaj także
        więcej tematy powiązane polecane další čtěte témata související více читайте также ещё еще теги темы материалы
        новости подробнее читайте також більше теми новини daha fazla ilgili haberler etiketler mer om läs også les mer
        saker ämnen emner relaterte lue myös lisää aiheet seuraava olvasson tovább további cikkek címkék citește articole
        etichete διαβάστε επίσης σχετικά περισσότερα baca juga berita terkait terkini xem thêm tin liên quan 関連 記事 新着
        ランキング 特集 相关 阅读 更多 热点 推荐 관련 기사 뉴스 더보기 많이 본 المزيد اقرأ أيضا مواضيع संबंधित और पढ़ें खबरें""",
    "talk": """comment comments commenting reply replies discussion forum respectful moderated kommentar kommentare
        kommentieren diskussion leser netiquette commentaire commentaires commenter réagir comentario comentarios comentar
        commento commenti comentário reactie reacties komentarz komentarze комментарий комментарии коментар yorum yorumlar
        kommentarer コメント 评论 댓글 टिप्पणी تعليق""",
}  # fmt: skip
_WORDS: dict[str, int] = {}
for _number, _line in enumerate(_SETS.values()):
    for _word in _line.split():
        _WORDS[_word] = _WORDS.get(_word, 0) | (1 << _number)


def cues(tokens: Sequence[Sequence[str]]) -> dict[str, Array]:
    """For each block (its words in lower case) how many words of each kind it has."""
    found = np.zeros((len(tokens), len(_SETS)))
    known = _WORDS
    for number, words in enumerate(tokens):
        for word in filter(known.__contains__, words):
            bits = known[word]
            while bits:
                low = bits & -bits
                found[number, low.bit_length() - 1] += 1
                bits ^= low
    return {f"cue_{name}": found[:, number] for number, name in enumerate(_SETS)}
