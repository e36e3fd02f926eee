package report

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed" // the page's style and script
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"
)

//go:embed html/page.css
var htmlStyle string

//go:embed html/page.js
var htmlScript string

//go:embed html/page.gohtml
var htmlText string

//go:embed html/scenario.gohtml
var htmlScenarioText string

//go:embed html/picture.gohtml
var htmlPictureText string

// htmlTemplates escape every value for the place in which it stands. Nothing of a run is ever
// marked as safe HTML.
var htmlTemplates = template.Must(template.Must(template.Must(
	template.New("page").Parse(htmlText)).New("scenario").Parse(htmlScenarioText)).New("picture").Parse(htmlPictureText))

// NewHTML makes the listener that writes a page for people: one file that needs nothing else,
// with failures first, their reasons, and a picture of what the pods did meanwhile. Without
// scripts it is complete; with them it can be searched and filtered.
func NewHTML(path string) Listener {
	return &file[htmlPart]{format: "HTML", path: path, part: htmlPartOf, whole: htmlDocument}
}

// htmlPart is a scenario on the page.
type htmlPart struct {
	section string
	html    template.HTML // made by htmlTemplates
	err     error
}

func htmlPartOf(e entry) htmlPart {
	var b bytes.Buffer
	view := htmlScenarioOf(e)
	err := htmlTemplates.ExecuteTemplate(&b, "scenario", view)
	return htmlPart{section: view.Section, html: template.HTML(b.String()), err: err} //nolint:gosec // written by a template that escapes
}

// htmlPage is all that page.gohtml shows.
type htmlPage struct {
	Headline   string
	Verdict    string // of the run, as a class: "failed", "passed", "unfinished"
	Facts      []htmlFact
	Unfinished string
	Problem    string // what went wrong besides the scenarios
	Shares     []htmlShare
	Tags       []htmlTag
	Sections   []htmlSection
	Advice     []htmlFact // where a wait came close to its limit, and how close
	Total      int
	Tool       string
}

type (
	htmlFact    struct{ Name, Value string }
	htmlTag     struct{ Name, Text string }
	htmlShare   struct{ Status, Word, From, Width, Count string }
	htmlSection struct {
		Status, Title string
		Scenarios     []template.HTML
	}
)

func htmlDocument(now snapshot[htmlPart]) ([]byte, error) {
	for _, p := range now.parts {
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

func htmlPageOf(now snapshot[htmlPart]) htmlPage {
	r, counts := now.run, countEntries(now.entries)
	p := htmlPage{
		Headline: counts.String(), Verdict: "passed", Facts: htmlFacts(now), Problem: value(r.Err),
		Shares: htmlShares(counts), Tags: htmlTags(now.entries), Total: counts.Total, Tool: attr(cmp.Or(r.Tool, "gherkind")),
		Advice: htmlAdvice(r),
	}
	if !now.finished {
		p.Verdict, p.Unfinished = "unfinished", unfinishedReason
	}
	if counts.Bad+counts.Broken > 0 || r.Err != "" {
		p.Verdict = "failed"
	}
	for _, s := range htmlSections {
		section := htmlSection{Status: s.status, Title: s.title}
		for _, part := range now.parts {
			if part.section == s.status {
				section.Scenarios = append(section.Scenarios, part.html)
			}
		}
		if len(section.Scenarios) > 0 {
			p.Sections = append(p.Sections, section)
		}
	}
	return p
}

// htmlSections are the parts of the page: what needs attention comes first.
var htmlSections = []struct{ status, title string }{
	{"failed", "Failed"}, {"broken", "Broken: the host or the cluster is at fault"}, {"flaky", "Flaky: passed when tried again"},
	{"passed", "Passed"}, {"notrun", "Not run"},
}

func htmlFacts(now snapshot[htmlPart]) []htmlFact {
	r := now.run
	facts := []htmlFact{{"cluster", attr(r.Cluster.Name)}, {"Kubernetes", attr(r.Cluster.Kubernetes)}}
	if n := len(r.Cluster.Nodes); n > 0 {
		facts = append(facts, htmlFact{"nodes", fmt.Sprint(n)})
	}
	facts = append(facts, htmlFact{"started", r.Started.UTC().Format("2006-01-02 15:04:05 UTC")})
	if now.finished && r.Ended.After(r.Started) {
		facts = append(facts, htmlFact{"took", seconds(r.Ended.Sub(r.Started))})
	}
	return slices.DeleteFunc(facts, func(f htmlFact) bool { return f.Value == "" })
}

func htmlShares(c Counts) []htmlShare {
	var shares []htmlShare
	done := 0
	for _, part := range []struct {
		status, word string
		n            int
	}{{"failed", "failed", c.Bad}, {"broken", "broken", c.Broken}, {"flaky", "flaky", c.Flaky}, {"passed", "passed", c.Good - c.Flaky}, {"notrun", "not run", c.NotRun}} {
		if part.n > 0 {
			shares = append(shares, htmlShare{part.status, part.word, percent(done, c.Total), percent(part.n, c.Total), fmt.Sprint(part.n)})
			done += part.n
		}
	}
	return shares
}

func percent[T int | float64](part, whole T) string {
	return fmt.Sprintf("%.3g%%", 100*float64(part)/float64(whole))
}

// htmlTags are the tags of all scenarios with how many have them.
func htmlTags(entries []entry) []htmlTag {
	count := map[string]int{}
	var order []string
	for _, e := range entries {
		for _, tag := range e.Tags {
			if count[tag]++; count[tag] == 1 {
				order = append(order, tag)
			}
		}
	}
	slices.SortFunc(order, strings.Compare)
	var tags []htmlTag
	for _, tag := range order[:min(len(order), maxNames)] {
		tags = append(tags, htmlTag{attr(tag), fmt.Sprint(count[tag])})
	}
	return tags
}

func htmlAdvice(r *Run) []htmlFact {
	var facts []htmlFact
	for _, a := range firstAdvice(r) {
		facts = append(facts, htmlFact{attr(a.Place()), attr(a.Step + ": " + a.String())})
	}
	if more := len(r.Advice) - len(facts); more > 0 {
		facts = append(facts, htmlFact{"", fmt.Sprintf("and %d more", more)})
	}
	return facts
}
