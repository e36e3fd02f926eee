package serve

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// metrics are in the Prometheus format. No label names a student.
type metrics struct {
	registry *prometheus.Registry
	grades   *prometheus.CounterVec
	refusals *prometheus.CounterVec
	seconds  prometheus.Histogram
}

// Buckets of how long grading takes, in seconds.
var gradingBuckets = []float64{1, 2, 5, 10, 20, 40, 60, 120, 300, 600}

func newMetrics(exercise string, r *room) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		grades:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "gherkind_lab_grades_total", Help: "Gradings that ended, by verdict; error is one without a grade."}, []string{"verdict"}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "gherkind_lab_refused_total", Help: "Requests to check work that were not taken, by reason."}, []string{"reason"}),
		seconds:  prometheus.NewHistogram(prometheus.HistogramOpts{Name: "gherkind_lab_grading_seconds", Help: "How long grading took.", Buckets: gradingBuckets}),
	}
	waiting := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "gherkind_lab_waiting", Help: "Work that waits."}, func() float64 { n, _ := r.numbers(); return float64(n) })
	running := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "gherkind_lab_grading", Help: "Work that is being graded."}, func() float64 { _, n := r.numbers(); return float64(n) })
	prometheus.WrapRegistererWith(prometheus.Labels{"exercise": exercise}, m.registry).MustRegister(m.grades, m.refusals, m.seconds, waiting, running)
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) graded(g *marks.Grade, err error, took time.Duration) {
	verdict := "error"
	if err == nil {
		verdict = string(g.Verdict())
	}
	m.grades.WithLabelValues(verdict).Inc()
	m.seconds.Observe(took.Seconds())
}

func (m *metrics) refused(reason string) { m.refusals.WithLabelValues(reason).Inc() }

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
