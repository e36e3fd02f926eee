package report

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
)

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
	if counts.Interrupted > 0 {
		p.Verdict = "unfinished"
	}
	if counts.Bad+counts.Broken > counts.Interrupted || r.Err != "" {
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
	{"failed", "Failed"}, {"broken", "Broken: the host or the cluster is at fault"}, {"interrupted", "Interrupted"}, {"flaky", "Flaky: passed when tried again"},
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
	}{{"failed", "failed", c.Bad}, {"broken", "broken", c.Broken - c.Interrupted}, {"interrupted", "interrupted", c.Interrupted}, {"flaky", "flaky", c.Flaky}, {"passed", "passed", c.Good - c.Flaky}, {"notrun", "not run", c.NotRun}} {
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
