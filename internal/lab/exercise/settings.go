package exercise

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/gherkind/gherkind/internal/lab/policy"
)

// The Pod Security levels, https://kubernetes.io/docs/concepts/security/pod-security-standards/.
const (
	Restricted = "restricted"
	Baseline   = "baseline"
	Privileged = "privileged"
)

// defaults returns the settings that apply if exercise.yaml does not set them.
func defaults() Settings {
	return Settings{
		Languages: []string{"en"}, Security: Restricted, Attempts: Attempts{Counts: policy.Best},
		Limits: Limits{Objects: 30, Bytes: 256 << 10, Pods: 20, CPU: "2", Memory: "1Gi", Disk: "8Gi", Time: 10 * time.Minute},
	}
}

// settings reads exercise.yaml. Problems are added to the file.
func (f *file) settings(data []byte) Settings {
	s := defaults()
	root := f.root(data)
	if root == nil {
		return s
	}
	for i := 0; i+1 < len(root.Content); i += 2 { // the languages determine which other keys are allowed
		if root.Content[i].Value == "languages" {
			s.Languages = f.languages(root.Content[i+1])
		}
	}
	f.mapping(root, SettingsFile, fields{
		"title":        func(n *yaml.Node) { s.Title = f.byLanguage(n, "title", s.Languages) },
		"instructions": func(n *yaml.Node) { s.instructions = f.byLanguage(n, "instructions", s.Languages) },
		"languages":    func(*yaml.Node) {},
		"total":        func(n *yaml.Node) { s.Total = f.points(n, "total") },
		"deadline":     func(n *yaml.Node) { s.Deadline = f.time(n, "deadline") },
		"late":         func(n *yaml.Node) { s.Late = f.late(n) },
		"attempts":     func(n *yaml.Node) { f.attempts(n, &s.Attempts) },
		"security":     func(n *yaml.Node) { s.Security = f.oneOf(n, "security", Restricted, Baseline, Privileged) },
		"kinds":        func(n *yaml.Node) { s.Kinds = f.list(n, "kinds") },
		"limits":       func(n *yaml.Node) { f.limits(n, &s.Limits) },
		"start-points": func(n *yaml.Node) { s.StartPoints = f.points(n, "start-points") },
		"wrong":        func(n *yaml.Node) { s.Expected = f.expected(n) },
		"values":       func(n *yaml.Node) { s.Sources = f.sources(n) },
	})
	if s.Title[s.Languages[0]] == "" {
		f.bad(root.Line, "add a line such as: title: Expose an application", "the exercise has no title")
	}
	f.lateFits(root.Line, s)
	if s.Total <= 0 {
		f.bad(root.Line, "add a line such as: total: 10", "the exercise has no total of points")
	}
	return s
}

var language = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$`)

func (f *file) languages(node *yaml.Node) []string {
	all := f.list(node, "languages")
	for i, l := range all {
		switch {
		case !language.MatchString(l):
			f.bad(node.Line, "write them as in [en, zh]", "languages: %q is not a language", l)
		case slices.Contains(all[:i], l):
			f.bad(node.Line, "use only one of them", "languages: %q is listed twice", l)
		}
	}
	if len(all) == 0 {
		f.bad(node.Line, "write at least one, as in [en]", "languages: the list is empty")
		return []string{"en"}
	}
	return all
}

// byLanguage reads a text in the first language, or a text for each language.
func (f *file) byLanguage(node *yaml.Node, of string, languages []string) map[string]string {
	all := map[string]string{}
	if node.Kind != yaml.MappingNode {
		all[languages[0]] = f.text(node, of)
		return all
	}
	f.each(node, of, func(key, value *yaml.Node) {
		if !slices.Contains(languages, key.Value) {
			f.bad(key.Line, "languages are "+strings.Join(languages, ", "), "%s: %q is none of the languages of the exercise", of, key.Value)
			return
		}
		all[key.Value] = f.text(value, of+" "+key.Value)
	})
	return all
}

func (f *file) time(node *yaml.Node, of string) time.Time {
	t, err := time.Parse(time.RFC3339, node.Value)
	if err != nil {
		f.bad(node.Line, "write it as 2026-12-24T18:00:00+01:00, with the time zone", "%s: %q is not a time", of, node.Value)
	}
	return t
}

// late reads the rules for work that is submitted after the deadline.
func (f *file) late(node *yaml.Node) policy.Late {
	l := policy.Late{Accepted: true}
	f.mapping(node, "late", fields{
		"until": func(n *yaml.Node) { l.Until = f.time(n, "late.until") },
		"cost":  func(n *yaml.Node) { l.Cost = f.points(n, "late.cost") },
	})
	return l
}

func (f *file) lateFits(line int, s Settings) {
	switch {
	case !s.Late.Accepted:
	case s.Deadline.IsZero():
		f.bad(line, "add a line such as: deadline: 2026-12-24T18:00:00+01:00", "late: nothing is late without a deadline")
	case !s.Late.Until.IsZero() && !s.Late.Until.After(s.Deadline):
		f.bad(line, "write a later time, or leave late: out: then late work is refused", "late.until is not after the deadline")
	case s.Late.Cost > s.Total:
		f.bad(line, "", "late.cost: %s is more than total: %s", s.Late.Cost, s.Total)
	}
}

func (f *file) attempts(node *yaml.Node, a *Attempts) {
	f.mapping(node, "attempts", fields{
		"most":      func(n *yaml.Node) { a.Most = f.number(n, "attempts.most", 1) },
		"counts":    func(n *yaml.Node) { a.Counts = f.oneOf(n, "attempts.counts", policy.Best, policy.Last, policy.First) },
		"hint-cost": func(n *yaml.Node) { a.HintCost = f.points(n, "attempts.hint-cost") },
	})
}

func (f *file) limits(node *yaml.Node, l *Limits) {
	f.mapping(node, "limits", fields{
		"objects": func(n *yaml.Node) { l.Objects = f.number(n, "limits.objects", 1) },
		"size":    func(n *yaml.Node) { l.Bytes = f.quantity(n, "limits.size").Value() },
		"pods":    func(n *yaml.Node) { l.Pods = f.number(n, "limits.pods", 1) },
		"cpu":     func(n *yaml.Node) { q := f.quantity(n, "limits.cpu"); l.CPU = q.String() },
		"memory":  func(n *yaml.Node) { q := f.quantity(n, "limits.memory"); l.Memory = q.String() },
		"disk":    func(n *yaml.Node) { q := f.quantity(n, "limits.disk"); l.Disk = q.String() },
		"time":    func(n *yaml.Node) { l.Time = f.duration(n) },
	})
}

func (f *file) quantity(node *yaml.Node, of string) *resource.Quantity {
	q, err := resource.ParseQuantity(node.Value)
	if err != nil || q.Sign() <= 0 {
		f.bad(node.Line, "write it as in 500m, 2, 256Ki or 1Gi", "%s: %q is not a quantity", of, node.Value)
		return resource.NewQuantity(1, resource.DecimalSI)
	}
	return &q
}

func (f *file) duration(node *yaml.Node) time.Duration {
	d, err := time.ParseDuration(node.Value)
	if err != nil || d <= 0 {
		f.bad(node.Line, "write it as in 5m or 90s", "limits.time: %q is not a duration", node.Value)
	}
	return d
}

func (f *file) expected(node *yaml.Node) map[string]Expected {
	all := map[string]Expected{}
	f.each(node, "wrong", func(key, value *yaml.Node) {
		of, one, said := fmt.Sprintf("wrong answer %q", key.Value), Expected{Line: key.Line}, false
		f.mapping(value, of, fields{
			"points": func(n *yaml.Node) { one.Points, said = f.points(n, of), true },
			"misses": func(n *yaml.Node) { one.Misses = f.list(n, of+" misses") },
		})
		if !said {
			f.bad(key.Line, "add points: with what the answer must get", "%s has no points", of)
		}
		all[key.Value] = one
	})
	return all
}
