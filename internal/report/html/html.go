// Package html writes a run as a page for people, with a picture of each scenario.
package html

import (
	"bytes"
	"crypto/sha256"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"

	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
)

// the page's style and script

//go:embed page/page.css
var htmlStyle string

//go:embed page/page.js
var htmlScript string

//go:embed page/page.gohtml
var htmlText string

//go:embed page/scenario.gohtml
var htmlScenarioText string

//go:embed page/picture.gohtml
var htmlPictureText string

// templatesIn returns templates that escape every value for its context. Nothing from a run is ever marked as safe HTML.
func templatesIn(l *say.Language) *template.Template {
	words := template.FuncMap{"say": l.Word, "sayf": l.Sayf}
	return template.Must(template.Must(template.Must(
		template.New("page").Funcs(words).Parse(htmlText)).New("scenario").Parse(htmlScenarioText)).New("picture").Parse(htmlPictureText))
}

// told writes a page in a language.
type told struct {
	in        *say.Language
	templates *template.Template
}

// New returns the listener that writes a page for people: one self-contained file with failures first, their reasons, and a
// picture of what the pods did. It is complete without scripts; with scripts it can be searched and filtered.
func New(path string) report.Listener { return NewIn(nil, path) }

// NewIn is New in a language.
func NewIn(l *say.Language, path string) report.Listener {
	t := told{l, templatesIn(l)}
	return &show.File[htmlPart]{Format: "HTML", Path: path, Part: t.htmlPartOf, Whole: t.htmlDocument}
}

// htmlPart is a scenario on the page.
type htmlPart struct {
	section string
	html    template.HTML // from the templates
	err     error
}

func (t told) htmlPartOf(e show.Entry) htmlPart {
	var b bytes.Buffer
	view := t.htmlScenarioOf(e)
	err := t.templates.ExecuteTemplate(&b, "scenario", view)
	return htmlPart{section: view.Section, html: template.HTML(b.String()), err: err} //nolint:gosec // written by a template that escapes
}

func (t told) htmlDocument(now show.Snapshot[htmlPart]) ([]byte, error) {
	for _, p := range now.Parts {
		if p.err != nil {
			return nil, p.err
		}
	}
	var b bytes.Buffer
	b.WriteString(t.htmlHead())
	if err := t.templates.ExecuteTemplate(&b, "page", t.htmlPageOf(now)); err != nil {
		return nil, err
	}
	b.WriteString("<script>" + t.script() + "</script>\n</body>\n</html>\n")
	return b.Bytes(), nil
}

// htmlHead returns the head of the page. Its policy allows only this style and this script, and no requests, as a second
// protection in addition to escaping. It is not a template, because templates remove comments from scripts, which would change
// the hash.
func (t told) htmlHead() string {
	policy := fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'",
		htmlHash(htmlStyle), htmlHash(t.script()))
	return "<!DOCTYPE html>\n<html lang=\"" + t.in.Tag() + "\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<meta name=\"color-scheme\" content=\"light dark\">\n<title>" + t.in.Word("gherkind report") + "</title>\n" +
		"<style>" + htmlStyle + "</style>\n</head>\n"
}

// script returns the page's script with its two texts in the language.
func (t told) script() string {
	const shown, all = "${shown}", "${all.length}"
	return strings.NewReplacer(shown+" scenarios`", t.in.Sayf("%s scenarios", shown)+"`",
		shown+" of "+all+" scenarios`", t.in.Sayf("%s of %s scenarios", shown, all)+"`").Replace(htmlScript)
}

func htmlHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
