import pytest

from retrieval.errors import ReadError
from tests.common.exports import BOX, MAIL
from tests.common.reads import articles_in, bodies, reads_of, remarks_on

HEAD = "From: Ana Roy <ana@example.org>\nSubject: The weir\nMIME-Version: 1.0\nContent-Type: text/{}; charset=utf-8\n\n"


def mail(text: str, kind: str = "plain") -> list[str]:
    """The paragraphs of a mail."""
    (article,) = articles_in(HEAD.format(kind) + text, "mail.eml")
    return bodies(article)


def test_a_mail_is_an_article_and_what_is_attached_another() -> None:
    """Subject, sender and day are known; the mail that it answers and the signature are not its text."""
    own, report = articles_in(MAIL, "mail.eml")
    assert (own.title, own.author, own.date) == ("The weir of Holm", "Ana Roy", "2024-05-14")
    assert bodies(own) == [
        "The weir of Holm was raised by 40 centimetres in April.",
        "It holds since then, whatever was said.",
    ]
    assert (report.id, report.text) == ("mail.eml#report.txt", "The report counts eleven leaks, none of them serious.")


@pytest.mark.parametrize(
    "answered",
    [
        "Le lun. 13 mai 2024 à 10:00, Tom Blake <tom@example.org> a écrit :\n> Tient-il ?\n",
        "Am 13. Mai 2024 um 10:00 schrieb Tom Blake <tom@example.org>:\n> Hält es?\n",
        "-----Original Message-----\nFrom: Tom Blake\nSent: Monday\n\nDoes it hold?\n",
        "________________________________\nDe : Tom Blake\nEnvoyé : lundi\n\nTient-il ?\n",
    ],
)
def test_the_mail_that_is_answered_is_left_out(answered: str) -> None:
    """As the usual programs set it apart, in several languages."""
    assert mail(f"The weir holds.\n\n{answered}") == ["The weir holds."]


def test_an_html_mail_is_read_as_it_is_shown() -> None:
    """Its lines are blocks; what is quoted, hidden or a signature is left out."""
    html = (
        "<p>The weir <!-- x -->holds.</p><div style='display:none'>preview</div><p>Since April.</p>"
        "<div class='gmail_quote'>On Monday Tom wrote:<blockquote>Does it hold?</blockquote></div>"
    )
    assert mail(html, "html") == ["The weir holds.", "Since April."]


def test_what_is_forwarded_is_what_a_mail_says() -> None:
    """A forwarded mail is not one that is answered."""
    assert "It holds." in " ".join(
        mail("See below.\n\n---------- Forwarded message ---------\nFrom: Tom\n\nIt holds.\n")
    )
    assert mail("> Only this was kept.\n") == ["> Only this was kept."]


def test_a_mailbox_is_an_article_a_mail() -> None:
    """And the mails are counted; a line that begins with From is no new mail."""
    assert [article.id for article in articles_in(BOX, "box.mbox")] == [
        "box.mbox#1", "box.mbox#1#report.txt", "box.mbox#2", "box.mbox#2#report.txt",
    ]  # fmt: skip
    assert remarks_on(BOX, "box.mbox") == ["box.mbox: holds 2 mails; 4 articles were made of them"]
    lines = HEAD.format("plain") + "He came late.\n\n>From here on it was quiet.\n"
    (article,) = articles_in(f"From x\n{lines}", "box.mbox")
    assert bodies(article) == ["He came late.", "From here on it was quiet."]


@pytest.mark.parametrize(("name", "reason"), [("x.mbox", "is no mailbox"), ("x.eml", "is no mail")])
def test_what_is_no_mail_is_named(name: str, reason: str) -> None:
    """A text is not taken for a mail."""
    with pytest.raises(ReadError, match=reason):
        reads_of("It was a dark night.\n", name)
