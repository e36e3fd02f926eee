package host

// Progress is notified of what is being done. The implementation measures times.
type Progress interface {
	Step(what string)   // a new step starts
	Done(detail string) // the step succeeded
	Info(line string)   // something a person should know
}

// OrSilent returns p, or a Progress that does nothing if p is nil.
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
