package doctor

// Status says whether a finding hinders a run.
type Status string

// The statuses, from best to worst.
const (
	OK      Status = "ok"
	Warning Status = "warning" // a run would work, but some of its scenarios would not, or resources are scarce
	Problem Status = "problem" // a run would not work
)

// Finding is the result of one check.
type Finding struct {
	Subject string `json:"subject"` // one or two words, such as "memory"
	Status  Status `json:"status"`
	Says    string `json:"finding"`
	Fix     string `json:"fix,omitempty"` // one sentence with what to type; "" if no action is needed
}

// Report has all findings.
type Report struct {
	Status   Status    `json:"status"` // the worst status of the findings
	Findings []Finding `json:"findings"`
}

func ok(subject, says string) Finding { return Finding{Subject: subject, Status: OK, Says: says} }

func warning(subject, says, fix string) Finding {
	return Finding{Subject: subject, Status: Warning, Says: says, Fix: fix}
}

func problem(subject, says, fix string) Finding {
	return Finding{Subject: subject, Status: Problem, Says: says, Fix: fix}
}

// NewReport returns a report of the findings. Its status is the worst of theirs.
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

// count returns the number of findings with a status.
func (r *Report) count(s Status) int {
	n := 0
	for _, f := range r.Findings {
		if f.Status == s {
			n++
		}
	}
	return n
}
