package junit

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// suitesOf groups the test cases of the scenarios by feature file, in the order of the run.
func suitesOf(r *report.Run, cases []junitCase) junitSuites {
	doc := junitSuites{Name: "gherkind", Timestamp: stamp(r.Started), junitTotals: junitTotals{Time: runTime(r)}}
	at := map[string]int{}
	seconds := map[string]float64{}
	for n, s := range r.Scenarios {
		i, known := at[s.URI]
		if !known {
			i = len(doc.Suites)
			at[s.URI] = i
			doc.Suites = append(doc.Suites, junitSuite{Name: show.Attr(s.Feature), File: show.Attr(s.URI), Properties: runProperties(r)})
		}
		suite := &doc.Suites[i]
		suite.add(cases[n])
		doc.add(cases[n])
		suite.Cases = append(suite.Cases, cases[n])
		seconds[s.URI] += s.Duration().Seconds()
		suite.Time = show.Decimal(seconds[s.URI])
		if t := stamp(s.Started); t != "" && (suite.Timestamp == "" || t < suite.Timestamp) {
			suite.Timestamp = t
		}
	}
	for i := range doc.Suites {
		tellApart(doc.Suites[i].Cases)
	}
	return doc
}

// tellApart adds the line to names that occur several times in a suite, as for the rows of an outline: readers take equal names
// for repetitions of one test.
func tellApart(cases []junitCase) {
	count := map[string]int{}
	for _, c := range cases {
		count[c.Name]++
	}
	for i, c := range cases {
		if count[c.Name] > 1 {
			cases[i].Name = fmt.Sprintf("%s (line %d)", c.Name, c.Line)
		}
	}
}

func runTime(r *report.Run) string {
	if r.Ended.Before(r.Started) {
		return show.Decimal(0)
	}
	return show.Decimal(r.Ended.Sub(r.Started).Seconds())
}

// runProperties describes where the scenarios ran.
func runProperties(r *report.Run) *junitProperties {
	p := &junitProperties{}
	p.add("run", r.ID)
	p.add("tool", r.Tool)
	p.add("cluster", r.Cluster.Name)
	p.add("kubernetes", r.Cluster.Kubernetes)
	p.add("nodes", strings.Join(r.Cluster.Nodes, " "))
	for _, logical := range slices.Sorted(maps.Keys(r.Cluster.Images)) {
		p.add("image."+logical, r.Cluster.Images[logical])
	}
	if len(p.Property) == 0 {
		return nil
	}
	return p
}

// caseHead returns the part of a test case that is known before the scenario ends.
func caseHead(s *report.Scenario) junitCase {
	name := s.Name
	if s.Rule != "" {
		name = s.Rule + ": " + name
	}
	class := strings.TrimSuffix(s.URI, ".feature")
	c := junitCase{
		Name: show.Attr(name), Classname: show.Attr(strings.ReplaceAll(class, "/", ".")),
		File: show.Attr(s.URI), Line: s.Line, Time: show.Decimal(s.Duration().Seconds()),
	}
	p := &junitProperties{}
	p.add("tags", strings.Join(s.Tags, " "))
	for _, alias := range slices.Sorted(maps.Keys(s.Namespaces)) {
		key := "namespace"
		if alias != "" {
			key += "." + alias
		}
		p.add(key, s.Namespaces[alias])
	}
	p.add("bundle", s.Bundle)
	if n := len(s.Earlier); n > 0 {
		p.add("attempts", strconv.Itoa(n+1))
		p.add("comparison", s.Comparison())
	}
	if s.Waited > 0 {
		p.add("waited", show.Decimal(s.Waited.Round(time.Millisecond).Seconds()))
	}
	if len(p.Property) > 0 {
		c.Properties = p
	}
	return c
}
