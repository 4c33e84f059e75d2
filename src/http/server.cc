#include "http/server.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "connection.h"

namespace sanad::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

bool matches_name(const std::string& pattern, std::string_view name) {
  if (!pattern.starts_with("*.")) return equal_ignoring_case(pattern, name);
  const auto dot = name.find('.');
  return dot != std::string_view::npos && dot > 0 &&
         equal_ignoring_case(name.substr(dot), std::string_view(pattern).substr(1));
}

int choose_http11(SSL*, const unsigned char** out, unsigned char* out_size,
                  const unsigned char* offered, unsigned int offered_size, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* selected = nullptr;
  if (SSL_select_next_proto(&selected, out_size, kOurs, sizeof(kOurs) - 1, offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *out = selected;
  return SSL_TLSEXT_ERR_OK;
}

struct TlsContext {
  std::unique_ptr<asio::ssl::context> context;
  std::vector<std::string> server_names;
};
using TlsContexts = std::vector<TlsContext>;

int choose_identity(SSL* ssl, int*, void* argument) {
  const auto& contexts = *static_cast<const TlsContexts*>(argument);
  const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  if (name == nullptr) return SSL_TLSEXT_ERR_OK;
  for (const TlsContext& candidate : contexts) {
    for (const std::string& pattern : candidate.server_names) {
      if (!matches_name(pattern, name)) continue;
      SSL_set_SSL_CTX(ssl, candidate.context->native_handle());
      return SSL_TLSEXT_ERR_OK;
    }
  }
  return SSL_TLSEXT_ERR_OK;
}

Result<TlsContexts> make_contexts(const std::vector<TlsIdentity>& identities) {
  TlsContexts contexts;
  for (const TlsIdentity& identity : identities) {
    try {
      auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
      context->use_certificate_chain(asio::buffer(identity.certificate_chain_pem));
      context->use_private_key(asio::buffer(identity.private_key_pem), asio::ssl::context::pem);
      SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
      SSL_CTX_set_alpn_select_cb(context->native_handle(), choose_http11, nullptr);
      contexts.push_back({std::move(context), identity.server_names});
    } catch (const boost::system::system_error& error) {
      return Error{ErrorCode::kInvalid,
                   fmt::format("the server's certificate or key cannot be used ({}); give PEM text "
                               "of a chain and its key",
                               error.code().message())};
    }
  }
  return contexts;
}

}  // namespace

struct Server::State {
  struct Acceptor {
    tcp::acceptor acceptor;
    bool use_tls;
    bool is_paused = false;
  };

  State(ServerOptions options, Handler handler)
      : core(std::move(options), std::move(handler)), work(core.context.get_executor()) {}

  Result<void> prepare_tls();
  void accept_next(Acceptor& acceptor);
  void adopt(Acceptor& acceptor, Socket socket, Strand strand);
  void forget(Connection& connection);
  void request_stop(bool is_idle_enough);

  ServerCore core;
  TlsContexts tls;
  asio::executor_work_guard<asio::io_context::executor_type> work;
  std::vector<std::thread> threads;
  mutable std::mutex mutex;  // guards what follows
  std::condition_variable is_empty;
  std::vector<std::unique_ptr<Acceptor>> acceptors;
  std::map<std::uint64_t, std::shared_ptr<Connection>> connections;
  std::uint64_t connection_count = 0;
  bool is_running = false;
};

Result<void> Server::State::prepare_tls() {
  if (!tls.empty()) return {};
  if (core.options.tls.empty()) {
    return Error{ErrorCode::kInvalid,
                 "a TLS listener needs a certificate; give one in the options"};
  }
  SANAD_TRY(tls, make_contexts(core.options.tls));
  SSL_CTX* first = tls.front().context->native_handle();
  // What the macros SSL_CTX_set_tlsext_servername_* do, without their C casts.
  SSL_CTX_callback_ctrl(first, SSL_CTRL_SET_TLSEXT_SERVERNAME_CB,
                        reinterpret_cast<void (*)()>(choose_identity));
  SSL_CTX_ctrl(first, SSL_CTRL_SET_TLSEXT_SERVERNAME_ARG, 0, &tls);
  return {};
}

// mutex is held.
void Server::State::accept_next(Acceptor& acceptor) {
  acceptor.is_paused = connections.size() >= core.options.max_connections;
  if (acceptor.is_paused || core.is_stopping) return;
  Strand strand = asio::make_strand(core.context.get_executor());
  acceptor.acceptor.async_accept(strand, [this, &acceptor, strand](error_code ec, Socket socket) {
    if (ec == asio::error::operation_aborted) return;
    const std::lock_guard lock(mutex);
    if (core.is_stopping) return;
    if (!ec) adopt(acceptor, std::move(socket), strand);
    accept_next(acceptor);
  });
}

void Server::State::adopt(Acceptor& acceptor, Socket socket, Strand strand) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const std::uint64_t number = ++connection_count;
  auto stream = acceptor.use_tls ? make_tls_stream(std::move(socket), *tls.front().context)
                                 : make_tcp_stream(std::move(socket));
  auto connection = std::make_shared<Connection>(core, strand, std::move(stream), number);
  connections.emplace(number, connection);
  connection->start();
}

void Server::State::forget(Connection& connection) {
  const std::lock_guard lock(mutex);
  connections.erase(connection.number());
  if (connections.empty()) is_empty.notify_all();
  for (const auto& acceptor : acceptors) {
    if (acceptor->is_paused) accept_next(*acceptor);
  }
}

void Server::State::request_stop(bool is_idle_enough) {
  const std::lock_guard lock(mutex);
  for (const auto& [number, connection] : connections) connection->request_stop(is_idle_enough);
}

Server::Server(ServerOptions options, Handler handler)
    : state_(std::make_unique<State>(std::move(options), std::move(handler))) {
  state_->core.on_closed = [state = state_.get()](Connection& c) { state->forget(c); };
}

Server::~Server() { stop(); }

Result<std::uint16_t> Server::listen(const Listener& listener) {
  error_code ec;
  const auto address = asio::ip::make_address(listener.address, ec);
  if (ec) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"{}\" is not an IP address to listen on", listener.address)};
  }
  if (listener.use_tls) SANAD_CHECK(state_->prepare_tls());
  tcp::acceptor acceptor(state_->core.context);
  const tcp::endpoint endpoint(address, listener.port);
  acceptor.open(endpoint.protocol(), ec);
  if (!ec) acceptor.set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec) acceptor.bind(endpoint, ec);
  if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
  if (ec) {
    const auto code = ec == asio::error::address_in_use ? ErrorCode::kConflict : ErrorCode::kIo;
    return Error{
        code,
        fmt::format("cannot listen on {}:{} ({}); choose another port or stop what uses it",
                    listener.address, listener.port, ec.message()),
        ec.value()};
  }
  const std::uint16_t port = acceptor.local_endpoint(ec).port();
  const std::lock_guard lock(state_->mutex);
  state_->acceptors.push_back(
      std::make_unique<State::Acceptor>(State::Acceptor{std::move(acceptor), listener.use_tls}));
  if (state_->is_running) state_->accept_next(*state_->acceptors.back());
  return port;
}

Result<void> Server::start() {
  const std::lock_guard lock(state_->mutex);
  if (state_->is_running || state_->core.is_stopping) {
    return Error{ErrorCode::kConflict, "the server was started before; make a new one"};
  }
  state_->is_running = true;
  for (const auto& acceptor : state_->acceptors) state_->accept_next(*acceptor);
  for (int i = 0; i < state_->core.options.threads; ++i) {
    state_->threads.emplace_back([state = state_.get()] { state->core.context.run(); });
  }
  return {};
}

void Server::stop() {
  State& state = *state_;
  if (state.core.is_stopping.exchange(true)) return;
  {
    const std::lock_guard lock(state.mutex);
    for (const auto& acceptor : state.acceptors) {
      asio::post(state.core.context, [&listening = acceptor->acceptor] {
        error_code ignored;
        listening.close(ignored);
      });
    }
  }
  if (!state.threads.empty()) {
    const auto empty = [&state] { return state.connections.empty(); };
    state.request_stop(true);
    std::unique_lock lock(state.mutex);
    state.is_empty.wait_for(lock, std::chrono::milliseconds(state.core.options.stop_grace_ms),
                            empty);
    lock.unlock();
    state.request_stop(false);
    lock.lock();
    state.is_empty.wait(lock, empty);
  }
  state.work.reset();
  state.core.context.stop();
  for (std::thread& thread : state.threads) thread.join();
  state.threads.clear();
  state.core.pool.join();
}

std::size_t Server::connection_count() const {
  const std::lock_guard lock(state_->mutex);
  return state_->connections.size();
}

}  // namespace sanad::http
