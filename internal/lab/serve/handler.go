package serve

import (
	"embed"
	"io/fs"
	"net"
	"net/http"
	"strings"

	"github.com/gherkind/gherkind/internal/lab/page"
)

//go:embed assets
var assets embed.FS

// The Content-Security-Policies of the pages: nothing external, no inline scripts and styles. A class page sets the height of
// its bars in attributes.
const (
	policyOfPages = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	policyOfClass = policyOfPages + "; style-src-attr 'unsafe-inline'"
)

// Handler serves all pages.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /assets/{file}", s.asset)
	mux.HandleFunc("GET /login", s.loginPage)
	mux.HandleFunc("POST /login", s.login)
	mux.HandleFunc("POST /logout", s.logout)
	mux.HandleFunc("GET /language/{language}", s.switchLanguage)
	mux.HandleFunc("GET /{$}", s.known(s.home))
	mux.HandleFunc("GET /events", s.known(s.events))
	mux.HandleFunc("POST /check", s.known(s.check))
	mux.HandleFunc("GET /student", s.known(s.studentOfClass))
	mux.HandleFunc("GET /metrics", s.known(func(w http.ResponseWriter, r *http.Request, who string) {
		if who != instructor {
			s.refuse(w, r, http.StatusForbidden, s.words(r).NotAllowed)
			return
		}
		s.metrics.handler().ServeHTTP(w, r)
	}))
	return http.NewCrossOriginProtection().Handler(guarded(mux))
}

// guarded sets the headers of every response.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policyOfPages)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// known calls next with the owner of the request's token; without one, it shows the login page.
func (s *Server) known(next func(w http.ResponseWriter, r *http.Request, who string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		who, is := s.who(r)
		switch {
		case is && s.requests.allow(who):
			next(w, r, who)
		case !is && r.Method == http.MethodGet && wantsPage(r): // not limited: behind a proxy, it may be anybody
			http.Redirect(w, r, "/login", http.StatusSeeOther)
		case is, !s.strange.allow(address(r)):
			s.metrics.refused("rate")
			s.refuse(w, r, http.StatusTooManyRequests, s.words(r).TooOften)
		default:
			s.refuse(w, r, http.StatusUnauthorized, s.words(r).WrongToken)
		}
	}
}

// who returns the user of a request, by the cookie of the page, or by the header that programs send.
func (s *Server) who(r *http.Request) (string, bool) {
	token, is := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !is {
		cookie, err := r.Cookie(tokenCookie)
		if err != nil {
			return "", false
		}
		token = cookie.Value
	}
	who, is := s.people[hashOf(token)]
	return who, is
}

// address returns the address of the client, without its port. Headers, which clients can forge, do not count.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func wantsPage(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), "text/html") }

func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	if err := s.options.Store.Ping(r.Context()); err != nil {
		s.say(err)
		http.Error(w, "the state of the class cannot be read", http.StatusServiceUnavailable)
		return
	}
	select {
	case <-s.closing:
		http.Error(w, "stopping", http.StatusServiceUnavailable)
	default:
		answer(w, "ok\n")
	}
}

// answer writes text. An error means that the client has gone.
func answer(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte(text)) // see above
}

// asset serves a file of the pages.
func (s *Server) asset(w http.ResponseWriter, r *http.Request) {
	switch name := r.PathValue("file"); name {
	case "page.css":
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write([]byte(page.Styles())) // an error means that the client has gone
	case "serve.css", "serve.js":
		files, err := fs.Sub(assets, "assets")
		if err != nil {
			s.broken(w, r, err)
			return
		}
		http.ServeFileFS(w, r, files, name)
	default:
		http.NotFound(w, r)
	}
}

// broken responds if the server itself is at fault. The details are for its operator.
func (s *Server) broken(w http.ResponseWriter, r *http.Request, err error) {
	s.say(err)
	http.Error(w, s.words(r).Broken, http.StatusInternalServerError)
}
