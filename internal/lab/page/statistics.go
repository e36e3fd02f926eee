package page

import (
	"cmp"
	"slices"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// bin is a bar of the distribution: the students whose percentage of points is in its range.
type bin struct {
	From, To int // per cent; the last one includes 100
	Count    int
}

const bins = 10

// statistics are about decided grades.
type statistics struct {
	Count                         int
	Mean, Median, Highest, Lowest marks.Points
	Bins                          []bin
}

func statisticsOf(grades []*marks.Grade) statistics {
	s := statistics{}
	for i := range bins {
		s.Bins = append(s.Bins, bin{From: 100 / bins * i, To: 100 / bins * (i + 1)})
	}
	var all []marks.Points
	sum := marks.Points(0)
	for _, g := range grades {
		points, decided := g.Points()
		if !decided {
			continue
		}
		all = append(all, points)
		sum += points
		if total := g.Total(); total > 0 {
			s.Bins[min(int(points*bins/total), bins-1)].Count++
		}
	}
	if s.Count = len(all); s.Count == 0 {
		return s
	}
	slices.Sort(all)
	n := marks.Points(s.Count)
	s.Mean = (2*sum + n) / (2 * n)
	s.Median = (all[(s.Count-1)/2] + all[s.Count/2] + 1) / 2
	s.Lowest, s.Highest = all[0], all[s.Count-1]
	return s
}

// perCriterion is the result of the students for a criterion.
type perCriterion struct {
	ID, Title string
	Points    marks.Points
	Verdicts  map[marks.Verdict]int
	Judged    int // without faults of the machine
	Total     int
}

// Success returns how many per cent of the judged students passed.
func (p perCriterion) Success() int {
	if p.Judged == 0 {
		return 0
	}
	return (200*p.Verdicts[marks.Passed] + p.Judged) / (2 * p.Judged)
}

func criteriaOf(grades []*marks.Grade) (all []*perCriterion) {
	byID := map[string]*perCriterion{}
	for _, g := range grades {
		for _, c := range g.Criteria {
			p := byID[c.ID]
			if p == nil {
				p = &perCriterion{ID: c.ID, Title: c.Title, Points: c.Points, Verdicts: map[marks.Verdict]int{}}
				byID[c.ID] = p
				all = append(all, p)
			}
			p.Verdicts[c.Verdict]++
			p.Total++
			if c.Verdict != marks.Infrastructure {
				p.Judged++
			}
		}
	}
	return all
}

// reason is why criteria were missed, by code.
type reason struct {
	Code, Why string
	Students  int
	Criteria  []string // titles
}

// maxReasons is how many are shown.
const maxReasons = 15

// reasonsOf returns the most common reasons first. Blocked criteria have no reason of their own, and faults of the machine are
// not the students'.
func reasonsOf(grades []*marks.Grade) []reason {
	byCode := map[string]*reason{}
	for _, g := range grades {
		seen := map[string]bool{}
		for _, c := range g.Criteria {
			if c.Verdict != marks.Failed && c.Verdict != marks.Partial {
				continue
			}
			r := byCode[c.Code]
			if r == nil {
				r = &reason{Code: c.Code, Why: c.Why}
				byCode[c.Code] = r
			}
			if !seen[c.Code] {
				seen[c.Code] = true
				r.Students++
			}
			if !slices.Contains(r.Criteria, c.Title) {
				r.Criteria = append(r.Criteria, c.Title)
			}
		}
	}
	var all []reason
	for _, r := range byCode {
		all = append(all, *r)
	}
	slices.SortFunc(all, func(a, b reason) int { return cmp.Or(b.Students-a.Students, cmp.Compare(a.Code, b.Code)) })
	return all[:min(len(all), maxReasons)]
}
