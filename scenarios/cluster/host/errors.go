package host

// EnvironmentError is a fault of this machine and not of a scenario.
type EnvironmentError struct {
	Doing  string // what failed: "start Docker"
	Advice string // one sentence: what a person can do about it
	Err    error  // the cause; may be nil
}

func (e *EnvironmentError) Error() string {
	s := e.Doing
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	if e.Advice != "" {
		s += "; " + e.Advice
	}
	return s
}

func (e *EnvironmentError) Unwrap() error { return e.Err }
