package html

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

// phaseWords describes each phase in one or two words, for labels and the legend.
var phaseWords = map[report.Phase]say.Text{
	report.Unscheduled: say.Textf("no node yet"), report.Scheduled: say.Textf("starting"), report.Pulling: say.Textf("pulling"), report.Stuck: say.Textf("cannot start"), report.Init: say.Textf("init"), report.Running: say.Textf("running"),
	report.Ready: say.Textf("ready"), report.Stopping: say.Textf("stopping"), report.Done: say.Textf("done"), report.Crashed: say.Textf("crashed"), report.Restarting: say.Textf("back-off"),
}

// phaseOrder is the order of the legend.
var phaseOrder = []report.Phase{report.Unscheduled, report.Scheduled, report.Pulling, report.Init, report.Running, report.Ready, report.Stuck, report.Crashed, report.Restarting, report.Stopping, report.Done}

// legend returns the phases in the picture.
func (c *chart) legend() []htmlTag {
	var legend []htmlTag
	for _, p := range phaseOrder {
		if c.used[p] {
			legend = append(legend, htmlTag{"p-" + string(p), c.in.Text(phaseWords[p])})
		}
	}
	return legend
}

// near is the distance, as a share of the chart, below which events are drawn as one mark.
const near = 0.012

func (c *chart) lane(l report.Lane) htmlLane {
	out := htmlLane{Name: show.Attr(l.Name), Kind: strings.ToLower(show.Attr(l.Kind)), Where: show.Attr(c.where(l))}
	c.cut += l.Omitted
	for _, t := range l.Tracks {
		track := htmlTrack{Name: show.Attr(t.Container), Init: t.Init}
		for _, b := range t.Bars {
			if c.left == 0 {
				c.cut++
				continue
			}
			c.left--
			track.Bars = append(track.Bars, c.phase(out.Kind+"/"+out.Name, track.Name, b))
		}
		out.Tracks = append(out.Tracks, track)
	}
	out.Marks = c.marks(out.Kind+"/"+out.Name, l.Marks)
	return out
}

func (c *chart) where(l report.Lane) string {
	var parts []string
	if l.Namespace != "" {
		parts = append(parts, c.in.Sayf("namespace %s", l.Namespace))
	}
	if l.Node != "" {
		parts = append(parts, c.in.Sayf("on %s", l.Node))
	} else if l.Kind == "Pod" {
		parts = append(parts, c.in.Word("on no node"))
	}
	return strings.Join(parts, c.in.Word(", "))
}

// phase returns a bar. Its label is as long as fits.
func (c *chart) phase(object, container string, b report.Bar) htmlBar {
	phase, known := phaseWords[b.Phase]
	word := c.in.Text(phase)
	if !known {
		word = show.Attr(string(b.Phase))
	}
	c.used[b.Phase] = c.used[b.Phase] || c.share(b.To) > c.share(b.From) // a bar without width is invisible
	text, again := show.Attr(b.Text), ""
	if b.Restart > 0 {
		again = c.in.Sayf(", restart %d", b.Restart)
	}
	full := word + again
	if text != "" {
		full = c.in.Sayf("%s: %s", word+again, text)
	}
	c.say(b.From, b.To, object+" "+container, full, "phase")
	texts := []string{word + again, word}
	switch b.Phase {
	case report.Crashed, report.Stuck, report.Restarting:
		reason, _, _ := strings.Cut(text, ",")
		texts = []string{text, reason, word}
	default:
	}
	class := "p-unknown"
	if known {
		class = "p-" + string(b.Phase)
	}
	return c.bar(b.From, b.To, class, c.in.Sayf("%s: %s (%s to %s)", container, full, c.clock(b.From), c.clock(b.To)), texts...)
}

func (c *chart) clock(at time.Time) string { return fmt.Sprintf("%.1fs", at.Sub(c.from).Seconds()) }

// marks draws close events as one mark, which is a warning if one of them is.
func (c *chart) marks(object string, events []report.Mark) []htmlMark {
	var groups [][]report.Mark
	for _, m := range events {
		if c.left == 0 {
			c.cut++
			continue
		}
		c.left--
		class := "event"
		if m.Warning {
			class = "event warning"
		}
		c.say(m.At, m.At, object, c.eventText(m), class)
		if last := len(groups) - 1; last >= 0 && c.share(m.At)-c.share(groups[last][0].At) < near {
			groups[last] = append(groups[last], m)
			continue
		}
		groups = append(groups, []report.Mark{m})
	}
	var out []htmlMark
	for i, g := range groups {
		room := 1 - c.share(g[0].At)
		if i+1 < len(groups) {
			room = c.share(groups[i+1][0].At) - c.share(g[0].At)
		}
		out = append(out, c.mark(g, room-near))
	}
	return out
}

func (c *chart) mark(group []report.Mark, room float64) htmlMark {
	m := htmlMark{At: c.at(group[0].At), Class: "normal"}
	first := group[len(group)-1]
	if i := slices.IndexFunc(group, func(m report.Mark) bool { return m.Warning }); i >= 0 {
		m.Class, first = "warning", group[i]
	}
	var titles []string
	for _, event := range group {
		titles = append(titles, c.clock(event.At)+" "+c.eventText(event))
	}
	m.Title = strings.Join(titles, "\n")
	more := ""
	if len(group) > 1 {
		more = fmt.Sprintf(" +%d", len(group)-1)
	}
	m.Text, m.Fits = fitting(room, []string{show.Attr(first.Reason) + more, show.Attr(first.Reason)})
	return m
}

func (c *chart) eventText(m report.Mark) string {
	text := show.Attr(m.Reason) + ": " + show.Attr(m.Message)
	if m.Count > 1 {
		text += c.in.Sayf(" (%d times)", m.Count)
	}
	return text
}

// pictureRow describes something in the picture.
type pictureRow struct {
	from, to            time.Time
	object, what, class string
}

func (c *chart) say(from, to time.Time, object, what, class string) {
	c.rows = append(c.rows, pictureRow{from, to, object, what, class})
}

// words returns the rows of the table that describes the picture, in chronological order.
func (c *chart) words() []htmlRow {
	slices.SortStableFunc(c.rows, func(a, b pictureRow) int { return a.from.Compare(b.from) })
	var rows []htmlRow
	for _, r := range c.rows {
		at := c.clock(r.from)
		if r.to.After(r.from) {
			at += " – " + c.clock(r.to)
		}
		rows = append(rows, htmlRow{at, r.object, r.what, r.class})
	}
	return rows
}
