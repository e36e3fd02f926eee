package html

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// htmlPage has the values for page.gohtml.
type htmlPage struct {
	Headline   string
	Verdict    string // class of the run's result: "failed", "passed", "unfinished"
	Facts      []htmlFact
	Unfinished string
	Problem    string // errors outside of scenarios
	Shares     []htmlShare
	Tags       []htmlTag
	Sections   []htmlSection
	Advice     []htmlFact // waits that came close to their limit
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

func (t told) htmlPageOf(now show.Snapshot[htmlPart]) htmlPage {
	r, counts := now.Run, show.CountEntries(now.Entries)
	p := htmlPage{
		Headline: t.in.Text(counts.Text()), Verdict: "passed", Facts: t.htmlFacts(now), Problem: show.Value(r.Err),
		Shares: htmlShares(counts), Tags: htmlTags(now.Entries), Total: counts.Total(), Tool: show.Attr(cmp.Or(r.Tool, "gherkind")),
		Advice: t.htmlAdvice(r),
	}
	if !now.Finished {
		p.Verdict, p.Unfinished = "unfinished", t.in.Word(show.UnfinishedReason)
	}
	if counts[report.OutcomeInterrupted] > 0 {
		p.Verdict = "unfinished"
	}
	if counts.Of(report.OutcomeFailed, report.OutcomeInfrastructure) > 0 || r.Err != "" {
		p.Verdict = "failed"
	}
	for _, o := range report.Outcomes() {
		section := htmlSection{Status: string(o), Title: o.Look().Heading}
		for _, part := range now.Parts {
			if part.section == string(o) {
				section.Scenarios = append(section.Scenarios, part.html)
			}
		}
		if len(section.Scenarios) > 0 {
			p.Sections = append(p.Sections, section)
		}
	}
	return p
}

func (t told) htmlFacts(now show.Snapshot[htmlPart]) []htmlFact {
	r := now.Run
	facts := []htmlFact{{t.in.Word("cluster"), show.Attr(r.Cluster.Name)}, {"Kubernetes", show.Attr(r.Cluster.Kubernetes)}}
	if n := len(r.Cluster.Nodes); n > 0 {
		facts = append(facts, htmlFact{t.in.Word("nodes"), fmt.Sprint(n)})
	}
	facts = append(facts, htmlFact{t.in.Word("started"), r.Started.UTC().Format("2006-01-02 15:04:05 UTC")})
	if now.Finished && r.Ended.After(r.Started) {
		facts = append(facts, htmlFact{t.in.Word("took"), explain.Seconds(r.Ended.Sub(r.Started))})
	}
	return slices.DeleteFunc(facts, func(f htmlFact) bool { return f.Value == "" })
}

func htmlShares(c report.Counts) []htmlShare {
	var shares []htmlShare
	done := 0
	for _, o := range report.Outcomes() {
		if n := c[o]; n > 0 {
			shares = append(shares, htmlShare{string(o), o.Look().Word, percent(done, c.Total()), percent(n, c.Total()), fmt.Sprint(n)})
			done += n
		}
	}
	return shares
}

func percent[T int | float64](part, whole T) string {
	return fmt.Sprintf("%.3g%%", 100*float64(part)/float64(whole))
}

// htmlTags returns the tags of all scenarios with their numbers.
func htmlTags(entries []show.Entry) []htmlTag {
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
	for _, tag := range order[:min(len(order), show.MaxNames)] {
		tags = append(tags, htmlTag{show.Attr(tag), fmt.Sprint(count[tag])})
	}
	return tags
}

func (t told) htmlAdvice(r *report.Run) []htmlFact {
	var facts []htmlFact
	for _, a := range show.FirstAdvice(r) {
		facts = append(facts, htmlFact{show.Attr(a.Place()), show.Attr(t.in.Sayf("%s: %s", a.Step, a.Text()))})
	}
	if more := len(r.Advice) - len(facts); more > 0 {
		facts = append(facts, htmlFact{"", t.in.Sayf("and %d more", more)})
	}
	return facts
}
