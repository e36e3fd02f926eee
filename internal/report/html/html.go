// Package html writes a run as a page for people, with a picture of each scenario.
package html

import (
	"bytes"
	"crypto/sha256"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"

	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
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

// htmlTemplates escape every value for the place in which it stands. Nothing of a run is ever
// marked as safe HTML.
var htmlTemplates = template.Must(template.Must(template.Must(
	template.New("page").Parse(htmlText)).New("scenario").Parse(htmlScenarioText)).New("picture").Parse(htmlPictureText))

// New makes the listener that writes a page for people: one file that needs nothing else,
// with failures first, their reasons, and a picture of what the pods did meanwhile. Without
// scripts it is complete; with them it can be searched and filtered.
func New(path string) report.Listener {
	return &show.File[htmlPart]{Format: "HTML", Path: path, Part: htmlPartOf, Whole: htmlDocument}
}

// htmlPart is a scenario on the page.
type htmlPart struct {
	section string
	html    template.HTML // made by htmlTemplates
	err     error
}

func htmlPartOf(e show.Entry) htmlPart {
	var b bytes.Buffer
	view := htmlScenarioOf(e)
	err := htmlTemplates.ExecuteTemplate(&b, "scenario", view)
	return htmlPart{section: view.Section, html: template.HTML(b.String()), err: err} //nolint:gosec // written by a template that escapes
}

func htmlDocument(now show.Snapshot[htmlPart]) ([]byte, error) {
	for _, p := range now.Parts {
		if p.err != nil {
			return nil, p.err
		}
	}
	var b bytes.Buffer
	b.WriteString(htmlHead())
	if err := htmlTemplates.ExecuteTemplate(&b, "page", htmlPageOf(now)); err != nil {
		return nil, err
	}
	b.WriteString("<script>" + htmlScript + "</script>\n</body>\n</html>\n")
	return b.Bytes(), nil
}

// htmlHead lets the browser run this style and this script and nothing else, and load
// nothing: the second fence behind the escaping. It is no template, because those take comments out of a
// script, and its hash would be another one.
func htmlHead() string {
	policy := fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'",
		htmlHash(htmlStyle), htmlHash(htmlScript))
	return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<meta name=\"color-scheme\" content=\"light dark\">\n<title>gherkind report</title>\n" +
		"<style>" + htmlStyle + "</style>\n</head>\n"
}

func htmlHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
