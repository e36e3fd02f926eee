package lanes

import (
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Limits of what is kept per scenario.
const (
	MaxLanes   = 24  // objects
	MaxTracks  = 12  // containers of a pod
	MaxBars    = 80  // per container; the last ones are kept, as they show how it ended
	MaxMarks   = 40  // per object; the first half and the last half
	MaxMessage = 300 // bytes of the text of a bar or mark
)

// Axis is the time span to draw, and the names of namespaces.
type Axis struct {
	From, To   time.Time
	Namespaces map[string]string // alias → real name; objects elsewhere are not drawn
}

// Of returns the lanes of a scenario, made from its observations, in the order in which the objects appeared. It also returns
// how many lanes exceeded MaxLanes and were omitted: lanes of pods that ended well go first.
func Of(seen []observe.Observation, axis Axis) (lanes []report.Lane, omitted int) {
	d := drawing{axis: axis, alias: map[string]string{}, lanes: map[key]*lane{}}
	for alias, name := range axis.Namespaces {
		d.alias[name] = alias
	}
	for _, o := range seen {
		d.see(o)
	}
	for _, l := range d.order {
		if drawn, ok := l.finish(axis); ok {
			lanes = append(lanes, drawn)
		}
	}
	return limitLanes(lanes)
}

type key struct{ kind, namespace, name string }

type drawing struct {
	axis  Axis
	alias map[string]string // by real name
	lanes map[key]*lane
	order []*lane
}

func (d *drawing) see(o observe.Observation) {
	alias, own := d.alias[o.Ref.Namespace]
	if !own || o.Object == nil || o.At.After(d.axis.To) {
		return // after the end there is only clean-up
	}
	switch o.Ref.Kind.GVK.Kind {
	case "Pod":
		d.lane(key{"Pod", alias, o.Ref.Name}).pod(o)
	case "Event":
		if o.Type != watch.Deleted {
			d.event(alias, o)
		}
	}
}

// lane returns the lane of an object. A later pod of the same name, as in a StatefulSet, continues it.
func (d *drawing) lane(k key) *lane {
	l := d.lanes[k]
	if l == nil {
		l = &lane{Lane: report.Lane{Kind: k.kind, Namespace: k.namespace, Name: k.name}, tracks: map[string]*track{}}
		d.lanes[k] = l
		d.order = append(d.order, l)
	}
	return l
}

// limitLanes keeps at most MaxLanes lanes and preserves their order.
func limitLanes(lanes []report.Lane) (kept []report.Lane, omitted int) {
	omitted = max(len(lanes)-MaxLanes, 0)
	drop := omitted
	for i := len(lanes) - 1; i >= 0; i-- {
		if drop > 0 && (healthy(lanes[i]) || i < drop) {
			drop--
			continue
		}
		kept = append(kept, lanes[i])
	}
	slices.Reverse(kept)
	return kept, omitted
}

// healthy reports whether the lane shows no problem.
func healthy(l report.Lane) bool {
	for _, t := range l.Tracks {
		for _, b := range t.Bars {
			if b.Phase == report.Crashed || b.Phase == report.Stuck || b.Phase == report.Restarting {
				return false
			}
		}
		if last := len(t.Bars) - 1; last >= 0 && t.Bars[last].Phase != report.Ready && t.Bars[last].Phase != report.Done {
			return false
		}
	}
	return !slices.ContainsFunc(l.Marks, func(m report.Mark) bool { return m.Warning })
}

func short(text string) string {
	text = strings.TrimSpace(text)
	if len(text) <= MaxMessage {
		return text
	}
	return strings.ToValidUTF8(text[:MaxMessage-len("…")], "") + "…"
}
