package host

// Progress hears what is being done. Times are the listener's business.
type Progress interface {
	Step(what string)   // a new step begins
	Done(detail string) // the step ended well
	Info(line string)   // something a person should know
}

// OrSilent is a progress; for nil, one that nobody hears.
func OrSilent(p Progress) Progress {
	if p == nil {
		return silent{}
	}
	return p
}

type silent struct{}

func (silent) Step(string) {}
func (silent) Done(string) {}
func (silent) Info(string) {}
