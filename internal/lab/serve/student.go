package serve

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/lab/export"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/page"
	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/internal/lab/wording"
)

type studentData struct {
	frame
	Instructions template.HTML
	OwnTitle     bool
	Criteria     []marks.Criterion
	Total        marks.Points
	Rules        []string
	Namespace    string // sentence; empty if work is submitted
	Live         template.HTML
}

func (s *Server) studentPage(w http.ResponseWriter, r *http.Request, who string) {
	v := s.room.view(who)
	d := studentData{frame: s.frame(r, who)}
	d.Name = nameOf(v.entry.Student)
	text, err := s.options.Text(who, d.Language)
	if err == nil {
		d.Instructions, err = rendered(text.Instructions)
	}
	if err == nil {
		d.Live, err = s.live(v, d.Language)
	}
	if err != nil {
		s.broken(w, r, err)
		return
	}
	d.OwnTitle, d.Rules = hasTitle(text.Instructions), s.rules(v, d.W)
	for _, c := range text.Criteria {
		d.Total += c.Points
		if c.Visibility.Shown(s.options.Now(), s.options.Exercise.Due, false) {
			d.Criteria = append(d.Criteria, c)
		}
	}
	if v.entry.Namespace != "" {
		d.Namespace = fmt.Sprintf(d.W.OwnNamespace, v.entry.Namespace)
	}
	s.show(w, r, http.StatusOK, "student", d)
}

// rules returns what a student should know before the next attempt.
func (s *Server) rules(v view, w *wording.Web) (sentences []string) {
	r := s.options.Rules
	if left, limited := r.Left(v.history); limited && left > 0 {
		sentences = append(sentences, fmt.Sprintf(w.AttemptOf, r.Most-left+1, r.Most)+".")
	} else if limited {
		sentences = append(sentences, fmt.Sprintf(w.NoneLeft, r.Most))
	}
	if !r.Deadline.IsZero() {
		sentences = append(sentences, fmt.Sprintf(w.DueAt, at(r.Deadline)))
		if r.Late.Accepted {
			sentences = append(sentences, lateRule(r.Late, w))
		}
	}
	if r.HintCost > 0 {
		sentences = append(sentences, fmt.Sprintf(w.HintsCost, r.HintCost))
	}
	return sentences
}

func lateRule(l policy.Late, w *wording.Web) string {
	text := w.LateAlways
	if !l.Until.IsZero() {
		text = fmt.Sprintf(w.LateUntil, at(l.Until))
	}
	if l.Cost > 0 {
		text += " " + fmt.Sprintf(w.LateCost, l.Cost)
	}
	return text
}

func at(t time.Time) string { return t.Format("2006-01-02 15:04 -07:00") }

type liveData struct {
	W        *wording.Web
	M        *wording.Table
	Phase    phase
	Line     string // a sentence that replaces everything else
	Verdict  marks.Verdict
	Notes    []string
	Criteria template.HTML
}

// live renders the part of a student's page that changes.
func (s *Server) live(v view, language string) (template.HTML, error) {
	d, err := s.liveOf(v, language)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, "live", d); err != nil {
		return "", fmt.Errorf("show how far the work is: %w", err)
	}
	return template.HTML(out.String()), nil //nolint:gosec // html/template has escaped what is in it
}

func (s *Server) liveOf(v view, language string) (d liveData, err error) {
	d = liveData{W: wording.WebIn(language), M: wording.In(language), Phase: v.phase}
	book := export.Book{Now: s.options.Now()}
	if v.closing {
		d.Notes = append(d.Notes, d.W.Closing)
	}
	var shown export.View
	switch v.phase {
	case none:
		d.Line = d.W.NotYet
		return d, nil
	case waiting:
		d.Line = fmt.Sprintf(d.W.InQueue, v.place)
		return d, nil
	case grading:
		shown = book.ViewOf(&marks.Grade{Exercise: s.options.Exercise, Criteria: v.judged})
		d.Line = fmt.Sprintf(d.W.Grading, len(shown.Criteria), s.visible(language, v))
	case over:
		if v.last.Grade == nil {
			d.Line = d.W.CouldNot
			return d, nil
		}
		shown = book.ViewOf(v.last.Grade)
		d.Line, d.Verdict = fmt.Sprintf(d.W.AttemptNumber, v.last.Grade.Attempt)+": "+shown.Sum(d.M), (&marks.Grade{Criteria: shown.Criteria}).Verdict()
		d.Notes = append(d.Notes, shown.Notes(d.M)...)
		if v.counting != nil && v.counting.Attempt != v.last.Grade.Attempt {
			d.Notes = append(d.Notes, fmt.Sprintf(d.W.CountingIs, v.counting.Attempt))
		}
	}
	d.Criteria, err = page.CriteriaPart(shown, d.M)
	return d, err
}

// visible returns how many criteria a student sees.
func (s *Server) visible(language string, v view) (n int) {
	text, err := s.options.Text(v.entry.Student.Key(), language)
	if err != nil {
		s.say(err)
	}
	for _, c := range text.Criteria {
		if c.Visibility.Shown(s.options.Now(), s.options.Exercise.Due, false) {
			n++
		}
	}
	return n
}

// sentence is announced by screen readers when it changes.
func (d liveData) sentence() string {
	return strings.TrimSpace(d.Line + " " + d.M.Verdicts[d.Verdict])
}
