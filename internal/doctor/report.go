package doctor

// Status says whether a run would be hindered.
type Status string

// The statuses, from the best to the worst.
const (
	OK      Status = "ok"
	Warning Status = "warning" // a run would work, but for a part of it, or only just
	Problem Status = "problem" // a run would not work
)

// Finding is one thing that was looked at.
type Finding struct {
	Subject string `json:"subject"` // one word or two: "memory"
	Status  Status `json:"status"`
	Says    string `json:"finding"`
	Fix     string `json:"fix,omitempty"` // one sentence, with what to type; "" when nothing is to be done
}

// Report is all that was found.
type Report struct {
	Status   Status    `json:"status"` // the worst of all
	Findings []Finding `json:"findings"`
}

func ok(subject, says string) Finding { return Finding{Subject: subject, Status: OK, Says: says} }

func warning(subject, says, fix string) Finding {
	return Finding{Subject: subject, Status: Warning, Says: says, Fix: fix}
}

func problem(subject, says, fix string) Finding {
	return Finding{Subject: subject, Status: Problem, Says: says, Fix: fix}
}

// NewReport has the findings, and is as bad as the worst of them.
func NewReport(findings []Finding) *Report { return reportOf(findings) }

func reportOf(findings []Finding) *Report {
	r := &Report{Status: OK, Findings: findings}
	for _, f := range findings {
		if rank(f.Status) > rank(r.Status) {
			r.Status = f.Status
		}
	}
	return r
}

func rank(s Status) int {
	switch s {
	case Problem:
		return 2
	case Warning:
		return 1
	case OK:
	}
	return 0
}

// count is how many findings have a status.
func (r *Report) count(s Status) int {
	n := 0
	for _, f := range r.Findings {
		if f.Status == s {
			n++
		}
	}
	return n
}
