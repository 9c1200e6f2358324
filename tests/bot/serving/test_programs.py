"""What programs get from `/v1`, over HTTP from the real server."""

from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate

from bot import shapes
from bot.references import answer_as_json
from retrieval import open_articles
from tests.common.port_gwen import ARTICLES, LANDED, LIT, STEPS, TWO_SOURCES, WHEN_LIT
from tests.common.running_bot import ibid
from tests.common.served import Served, served

SINGER = "Jeanne chante.\n\nElle est née en 1901 à Brest, où son père tenait un café.\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served"), ARTICLES) as running:
        yield running


def post(server: Served, path: str, **body: object) -> Any:  # JSON
    told = server.client.post(path, json=body)
    assert told.status_code == 200, told.text
    return told.json()


def test_a_ranking_comes_with_the_answer_where_it_is_asked_for(server: Served) -> None:
    found = post(server, "/v1/ask", question=TWO_SOURCES, ranking=2)
    assert [one["sentence"] for one in found["ranking"]] == [one["sentence"] for one in found["citations"]][:2]
    assert all(set(one) == {"sentence", "start", "end", "probability", "article"} for one in found["ranking"])
    assert "ranking" not in post(server, "/v1/ask", question=TWO_SOURCES)


def test_operators_and_their_faults_are_told(server: Served) -> None:
    found = post(server, "/v1/ask", question=f"{TWO_SOURCES} -granit")
    assert found["filter"] == {"without": ["granit"]}
    assert [one["sentence"] for one in found["citations"]] == [STEPS[1]]
    assert post(server, "/v1/ask", question="Qui ? titrre:tour")["faults"][0]["meant"] == "title:"


def test_small_talk_is_not_searched_for(server: Served) -> None:
    found = post(server, "/v1/ask", question="merci !")
    assert (found["confidence"], found["nearest"]) == ("none", [])


def test_a_pasted_quotation_is_looked_for(server: Served) -> None:
    found = post(server, "/v1/ask", question=f"« {LIT} »")
    assert found["quotation"]["verdict"] == "verbatim"
    assert found["quotation"]["places"][0]["text"] == LIT
    assert set(found["quotation"]) == set(shapes.Pasted.model_fields)


def test_a_search_gives_passages_each_with_its_best_sentence(server: Served) -> None:
    found = post(server, "/v1/search", query="marches de la tour de Port-Gwen", most=2)
    assert [one["best"]["sentence"] for one in found["passages"]] == STEPS
    first = found["passages"][0]
    assert first["text"] == f"{STEPS[0]} Depuis 1991, le feu est automatique."
    assert first["text"][first["best"]["start"] - first["start"] :].startswith(STEPS[0])
    assert post(server, "/v1/search", query="Zanzibar")["passages"] == []


def test_a_source_is_opened_by_its_id(server: Served) -> None:
    cited = post(server, "/v1/ask", question=WHEN_LIT)["citations"][0]
    found = server.client.get(f"/v1/sources/{cited['id']}").json()
    assert (found["state"], found["sentence"], found["now"]) == ("current", LIT, None)
    assert found["text"][found["start"] - found["text_start"] : found["end"] - found["text_start"]] == LIT
    assert found["article"] == cited["article"]
    unknown = server.client.get("/v1/sources/000000000000-1-2")
    assert (unknown.status_code, unknown.json()["error"]["kind"]) == (404, "unknown")


def test_a_corrected_and_a_withdrawn_article_say_so(server: Served) -> None:
    """What was cited stays open by its id; the words of what was withdrawn are not shown."""
    articles = server.folder / "more"
    articles.mkdir()
    with served(articles, {"jeanne.txt": SINGER, "pont.txt": ARTICLES["visite.txt"]}, IBID_READER="none") as other:
        cited = post(other, "/v1/ask", question="Où est née Jeanne ?")["citations"][0]
        steps = post(other, "/v1/ask", question=TWO_SOURCES)["citations"][0]
        (articles / "articles" / "jeanne.txt").write_text(SINGER.replace("1901", "1902"), encoding="utf-8")
        (articles / "articles" / "pont.txt").unlink()
        ibid(articles, "ask", "Qui ?", IBID_DATA=str(articles / "data"), IBID_ARTICLES=str(articles / "articles"))
        corrected = other.client.get(f"/v1/sources/{cited['id']}").json()
        withdrawn = other.client.get(f"/v1/sources/{steps['id']}").json()
    assert (corrected["state"], corrected["sentence"]) == ("corrected", cited["sentence"])
    assert "1902" in corrected["now"]
    assert (withdrawn["state"], withdrawn["sentence"], withdrawn["text"]) == ("withdrawn", None, None)


def test_articles_are_listed_a_page_at_a_time(server: Served) -> None:
    told = server.client.get("/v1/articles", params={"count": 2}).json()
    rest = server.client.get("/v1/articles", params={"count": 2, "offset": 2}).json()
    assert (told["total"], len(told["articles"]), len(rest["articles"])) == (3, 2, 1)
    (one,) = server.client.get("/v1/articles", params={"search": "gazette"}).json()["articles"]
    assert one["title"] == "Le phare de Port-Gwen fête ses 150 ans"
    assert server.client.get("/v1/articles", params={"count": 1000}).status_code == 422
    assert server.client.get("/v1/articles", params={"offset": 10**30}).status_code == 422


def test_the_description_is_sound_and_names_all_that_is_told(server: Served) -> None:
    """Programs are made of it: by a validator that is not ours, and by comparing it with what is really told."""
    described = server.client.get("/openapi.json").json()
    validate(described)
    assert set(described["paths"]) == {"/v1/ask", "/v1/search", "/v1/sources/{citation}", "/v1/articles"}
    articles = open_articles(server.folder / "articles", reader="none")
    answer = answer_as_json(articles.answer(f"{WHEN_LIT} -granit"))
    assert set(answer) <= set(shapes.Answer.model_fields)
    (cited, *_) = shapes.Answer.model_validate(answer).citations
    assert (cited.model_extra, cited.article.model_extra) == ({}, {})


def test_other_languages_than_those_of_the_program_are_answered_too(server: Served) -> None:
    assert post(server, "/v1/ask", question="When did the Harrow rover land?")["citations"][0]["sentence"] == LANDED
