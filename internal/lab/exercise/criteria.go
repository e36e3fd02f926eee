package exercise

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/steps/step"
)

// The tags of a criterion. Those that end in a colon are followed by a value.
const (
	tagPoints     = "@points:"
	tagNeeds      = "@needs:"
	tagVisibility = "@visibility:"
	tagID         = "@id:"
	tagPartial    = PartialTag
	tagCopy       = "@copy"
)

// PartialTag marks criteria that can earn a part of their points.
const PartialTag = "@partial"

// criteria reads the tags and texts of the scenarios. Problems are added to the file, which is that of the feature.
func (f *file) criteria(pickles []*gherkin.Pickle) []*Criterion {
	var all []*Criterion
	for _, p := range pickles {
		c := &Criterion{Title: p.Name, Points: -1, Visibility: marks.Visible, Line: p.Line, Pickle: p, Hints: hintsOf(p)}
		f.tags(c, p)
		if c.ID == "" {
			c.ID = slug(p.Name)
		}
		if c.ID == "" {
			f.bad(p.Line, "write @id:NAME above it, with letters from a to z", "no ID can be made of the title %q", p.Name)
		}
		if c.Points < 0 {
			f.bad(p.Line, "write @points:3 above it", "criterion %q has no points", p.Name)
			c.Points = 0
		}
		c.Copy = c.Copy || slices.ContainsFunc(p.Steps, changes)
		all = append(all, c)
	}
	f.ids(all)
	f.needs(all)
	return all
}

func (f *file) tags(c *Criterion, p *gherkin.Pickle) {
	for _, tag := range p.Tags {
		line := p.Feature.TagLine(tag)
		name, value, _ := strings.Cut(tag, ":")
		switch name + ":" {
		case tagPoints:
			points, err := marks.ParsePoints(value)
			if err != nil {
				f.bad(line, "", "%s: %v", tag, err)
			}
			c.Points = points
		case tagNeeds:
			c.Needs = append(c.Needs, value)
		case tagID:
			c.ID = value
			if value == "" || slug(value) != value {
				f.bad(line, "use a to z, 0 to 9 and -, as in @id:"+slug(value), "%s: this is no ID", tag)
			}
		case tagVisibility:
			c.Visibility = marks.Visibility(value)
			if !slices.Contains(marks.Visibilities(), c.Visibility) {
				f.bad(line, nearestKey(value, visibilities()), "%s: there is no visibility %q", tag, value)
			}
		default:
			f.otherTag(c, tag, line)
		}
	}
}

func visibilities() []string {
	var all []string
	for _, v := range marks.Visibilities() {
		all = append(all, string(v))
	}
	return all
}

// otherTag handles tags without a value, and reports misspelt ones. Tags of gherkind, and those without a colon, are allowed.
func (f *file) otherTag(c *Criterion, tag string, line int) {
	c.Partial = c.Partial || tag == tagPartial
	c.Copy = c.Copy || tag == tagCopy
	name, _, has := strings.Cut(tag, ":")
	known := []string{tagPoints, tagNeeds, tagVisibility, tagID}
	foreign := []string{tags.Node, tags.Topology, tags.AddOn, tags.SimulatedNodes, tags.Kubernetes}
	if has && !slices.Contains(foreign, name+":") {
		f.bad(line, nearestKey(name+":", known), "criteria have no tag %s:", name)
	}
}

// ids reports criteria with the same ID.
func (f *file) ids(all []*Criterion) {
	first := map[string]*Criterion{}
	for _, c := range all {
		if before := first[c.ID]; before != nil && c.ID != "" {
			f.bad(c.Line, "give one of them another @id:NAME", "criterion %q has the ID of the one in line %d", c.ID, before.Line)
			continue
		}
		first[c.ID] = c
	}
}

// needs reports criteria that need one which is not above them, so that none can need each other.
func (f *file) needs(all []*Criterion) {
	known := map[string]bool{}
	for _, c := range all {
		for _, id := range c.Needs {
			switch {
			case known[id]:
			case slices.ContainsFunc(all, func(o *Criterion) bool { return o.ID == id }):
				f.bad(c.Line, "move that one before it", "criterion %q needs %q, which comes after it", c.ID, id)
			default:
				f.bad(c.Line, nearestKey(id, slices.Sorted(maps.Keys(known))), "criterion %q needs %q, and no criterion above it has that ID", c.ID, id)
			}
		}
		known[c.ID] = true
	}
}

// sum checks the sum of the points.
func (f *file) sum(all []*Criterion, total marks.Points) {
	sum := marks.Points(0)
	for _, c := range all {
		sum += c.Points
	}
	if total > 0 && sum != total {
		f.bad(0, fmt.Sprintf("write total: %s, or other @points:", sum), "the criteria have %s points together, and %s says total: %s", sum, SettingsFile, total)
	}
}

var notWord = regexp.MustCompile(`[^a-z0-9]+`)

// mostID is the maximum length of an ID that is derived from a title.
const mostID = 50

func slug(text string) string {
	s := strings.Trim(notWord.ReplaceAllString(strings.ToLower(text), "-"), "-")
	if len(s) > mostID {
		s = strings.Trim(s[:mostID], "-")
	}
	return s
}

// changes reports whether a step changes something: its criterion is then judged in a copy of the student's work.
func changes(s gherkin.Step) bool {
	match, err := s.Match()
	if err != nil {
		return false // the plan has reported it
	}
	return match.Def.Acts || match.HasEffect() || match.Def.Reach != step.ReachObjects || slices.ContainsFunc(match.Def.Rights, writes)
}

// writes reports whether a permission allows changes. Running a command in a container, or forwarding a port, changes no
// object.
func writes(r step.Right) bool {
	if r.Resource == "pods/exec" || r.Resource == "pods/portforward" {
		return false
	}
	return slices.ContainsFunc(r.Verbs, func(verb string) bool { return !slices.Contains([]string{"get", "list", "watch"}, verb) })
}

// hintsOf returns the lines below the title of a scenario, without list markers.
func hintsOf(p *gherkin.Pickle) []string {
	var hints []string
	for line := range strings.Lines(descriptionOf(p)) {
		line = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "-*• "))
		if line != "" {
			hints = append(hints, line)
		}
	}
	return hints
}

func descriptionOf(p *gherkin.Pickle) string {
	text := ""
	take := func(s *messages.Scenario) {
		if s != nil && int(s.Location.Line) == p.ScenarioLine {
			text = s.Description
		}
	}
	for _, c := range p.Feature.Document.Feature.Children {
		take(c.Scenario)
		if c.Rule == nil {
			continue
		}
		for _, inner := range c.Rule.Children {
			take(inner.Scenario)
		}
	}
	return text
}
