package host

// Progress hears what is being done. Times are the listener's business.
type Progress interface {
	Step(what string)   // a new step begins
	Done(detail string) // the step ended well
	Info(line string)   // something a person should know
}

type silent struct{}

func (silent) Step(string) {}
func (silent) Done(string) {}
func (silent) Info(string) {}
