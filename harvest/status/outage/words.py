"""What the outage pages say, by language. To add one: a row here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The sentences of one language."""

    down: str
    """The heading while something is broken."""
    down_more: str
    work: str
    """The heading during planned work."""
    work_more: str
    see: str
    """The link to the status site."""
    help: str
    """The link to where people help."""
    rtl: bool = False


WORDS: Final[Mapping[str, Words]] = {
    "en": Words(
        down="We are not there right now",
        down_more="Something on our side does not work. You have done nothing wrong; please try again later.",
        work="We are working on the service",
        work_more="This is planned. Please try again later.",
        see="See what is happening",
        help="Get help",
    ),
    "de": Words(
        down="Wir sind gerade nicht erreichbar",
        down_more="Bei uns funktioniert etwas nicht. Es liegt nicht an Ihnen; versuchen Sie es später.",
        work="Wir arbeiten am Dienst",
        work_more="Das ist geplant. Bitte versuchen Sie es später noch einmal.",
        see="Sehen, was los ist",
        help="Hilfe bekommen",
    ),
    "fr": Words(
        down="Nous ne sommes pas joignables pour le moment",
        down_more="Une panne de notre côté. Vous n’y êtes pour rien ; réessayez plus tard.",
        work="Nous travaillons sur le service",
        work_more="C’est prévu. Réessayez plus tard.",
        see="Voir ce qui se passe",
        help="Obtenir de l’aide",
    ),
    "es": Words(
        down="Ahora mismo no estamos disponibles",
        down_more="Algo no funciona por nuestra parte. No ha hecho nada mal; inténtelo de nuevo más tarde.",
        work="Estamos trabajando en el servicio",
        work_more="Estaba previsto. Inténtelo de nuevo más tarde.",
        see="Ver qué ocurre",
        help="Obtener ayuda",
    ),
    "it": Words(
        down="In questo momento non siamo raggiungibili",
        down_more="Qualcosa da parte nostra non funziona. Non dipende da lei; riprovi più tardi.",
        work="Stiamo lavorando al servizio",
        work_more="È previsto. Riprovi più tardi.",
        see="Vedere che cosa succede",
        help="Ricevere aiuto",
    ),
    "nl": Words(
        down="We zijn op dit moment niet bereikbaar",
        down_more="Er werkt iets niet aan onze kant. Het ligt niet aan u; probeer het later opnieuw.",
        work="We werken aan de dienst",
        work_more="Dit is gepland. Probeer het later opnieuw.",
        see="Zien wat er aan de hand is",
        help="Hulp krijgen",
    ),
    "pt": Words(
        down="De momento não estamos disponíveis",
        down_more="Algo não funciona do nosso lado. Não fez nada de errado; tente novamente mais tarde.",
        work="Estamos a trabalhar no serviço",
        work_more="Está previsto. Tente novamente mais tarde.",
        see="Ver o que se passa",
        help="Obter ajuda",
    ),
    "ar": Words(
        down="لسنا متاحين في هذه اللحظة",
        down_more="هناك عطل من جانبنا، ولا ذنب لك فيه. يرجى المحاولة لاحقًا.",
        work="نعمل الآن على الخدمة",
        work_more="هذا العمل مخطط له. يرجى المحاولة لاحقًا.",
        see="معرفة ما يحدث",
        help="الحصول على المساعدة",
        rtl=True,
    ),
}
