package failfast

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func job(meta, spec, conditions string) string {
	return fmt.Sprintf("{apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: a, uid: j%s}, spec: {%s}, status: {conditions: [%s]}}", meta, spec, conditions)
}

func TestJobs(t *testing.T) {
	const complete, failed = "{type: SuccessCriteriaMet, status: 'True'}, {type: Complete, status: 'True'}", "{type: Failed, status: 'True', reason: BackoffLimitExceeded}"
	const leaving, gone = ", deletionTimestamp: '2026-01-01T12:00:00Z'", ", annotations: {gone: ''}"
	for name, c := range map[string]struct {
		goal Goal
		docs []string
		want time.Duration
		why  string
	}{
		"complete, to fail":           {Change, []string{"@61s " + job("", "", complete), "@65s " + job("", "", complete)}, time.Second, "the job is Complete, and that is final"},
		"complete before, to fail":    {Change, []string{"@1s " + job("", "", complete)}, Settle, "the job is Complete, and that is final"},
		"complete, to be suspended":   {Change, []string{"@62s " + job("", "", complete)}, 2 * time.Second, "the job is Complete"},
		"failed, to be suspended":     {Change, []string{"@62s " + job("", "", failed)}, 2 * time.Second, "the job has failed: BackoffLimitExceeded"},
		"failed, to complete":         {Complete, []string{"@61s " + job("", "", failed)}, time.Second, "the job has failed: BackoffLimitExceeded"},
		"complete, to complete":       {Complete, []string{"@61s " + job("", "", complete)}, hope, ""},
		"running, to fail":            {Change, []string{job("", "", "")}, hope, ""},
		"soon complete, to fail":      {Change, []string{job("", "", "{type: SuccessCriteriaMet, status: 'True'}")}, hope, ""},
		"gone by its TTL":             {Complete, []string{"@61s " + job("", "ttlSecondsAfterFinished: 4", complete), "@65s " + job(leaving, "ttlSecondsAfterFinished: 4", complete), "@66s " + job(leaving+gone, "ttlSecondsAfterFinished: 4", complete)}, 5 * time.Second, "it was Complete, and was deleted by its TTL (ttlSecondsAfterFinished: 4)"},
		"going by its TTL, to fail":   {Change, []string{"@61s " + job("", "ttlSecondsAfterFinished: 0", complete), "@62s " + job(leaving, "ttlSecondsAfterFinished: 0", complete)}, 2 * time.Second, "it was Complete, and is being deleted by its TTL (ttlSecondsAfterFinished: 0)"},
		"deleted before its TTL":      {Complete, []string{"@61s " + job("", "ttlSecondsAfterFinished: 600", failed), "@65s " + job(gone, "ttlSecondsAfterFinished: 600", failed)}, 5 * time.Second, "it was Failed, and was deleted"},
		"deleted before it ended":     {Complete, []string{job("", "ttlSecondsAfterFinished: 0", ""), job(gone, "ttlSecondsAfterFinished: 0", "")}, hope, ""},
		"another one of that name":    {Complete, []string{strings.Replace(job(gone, "", complete), "uid: j", "uid: k", 1), job("", "", "")}, hope, ""},
		"the end of another, to fail": {Change, []string{strings.Replace(job("", "", complete), "uid: j", "uid: k", 1), job("", "", "")}, hope, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := judge(t, c.goal, c.docs...)
			if after(r) != c.want || !strings.HasPrefix(r.Why, c.why) || strings.Contains(r.Why, "TTL") != strings.Contains(c.why, "TTL") {
				t.Errorf("it counts after %s, want %s: %q", after(r), c.want, r.Why)
			}
		})
	}
}
