package roster

// together reports students that are listed twice, or share a submission or namespace.
func (r *reading) together(entries []Entry) {
	if len(entries) == 0 {
		r.bad(0, "write a line for each student below the names of the columns", "the roster has no students")
	}
	if len(entries) > maxStudents {
		r.bad(0, "", "a roster has at most %d students, this one has %d", maxStudents, len(entries))
		return
	}
	first := map[string]int{}
	once := func(e Entry, what, key string) {
		if before := first[what+"\x00"+key]; before > 0 {
			r.bad(e.Line, "", "the %s %s is already in line %d", what, key, before)
			return
		}
		first[what+"\x00"+key] = e.Line
	}
	for _, e := range entries {
		if key := e.Student.Key(); key != "" {
			once(e, "student", key)
		}
		if e.Namespace != "" {
			once(e, "namespace", e.Namespace)
		}
		if e.Submission != "" {
			once(e, "submission", e.Submission)
		}
	}
}
