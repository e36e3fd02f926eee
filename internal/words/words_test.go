package words

import "testing"

func TestNearest(t *testing.T) {
	known := []string{"Running", "Pending", "Completed"}
	for word, want := range map[string]string{"Runnng": "Running", "pendnig": "Pending", "Elsewhere": "", "Completed": "Completed"} {
		if got := Nearest(word, known); got != want {
			t.Errorf("nearest to %q is %q, want %q", word, got, want)
		}
	}
	for word, want := range map[string]string{"Runnnig": "Running", "Running": "", "Raining": ""} {
		if got := Misspelt(word, known); got != want {
			t.Errorf("%q is a slip of %q, want %q", word, got, want)
		}
	}
}

func TestTimes(t *testing.T) {
	if one, two := Times("restart", 1), Times("restart", 2); one != "1 restart" || two != "2 restarts" {
		t.Errorf("%q, %q", one, two)
	}
}
